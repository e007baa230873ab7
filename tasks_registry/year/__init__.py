"""The annual review (đánh giá năm): its facts, its stages, its scores, the forecast."""
