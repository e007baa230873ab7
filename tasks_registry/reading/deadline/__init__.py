"""The grammar of deadlines.

The way of a text: `tokens` cuts it, with the words of `words`; `points`, `numerals`, `periods` and
`days` read points in time, `modes` and `spans` lists and ranges of them, `rates` and `cycles`
rhythms, `marks` what has no date; `bindings` puts together what belongs together, and `dates` and
`repeats` give it dates. A cell and prose count different things: `cells` and `prose` (by `orders`).
"""
