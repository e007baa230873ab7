"""`dondoc`: the commands by name, and the one place where an error becomes a line."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from config.errors import DondocError, why_of
from dondoc.vietnamese import VietnameseFormatter, what_is_wrong

COMMANDS = {
    "init": "Tạo hoặc nâng cấp cơ sở dữ liệu.",
    "read": "Đọc một kế hoạch và in các mục ra màn hình.",
    "deadline": "Đọc một cụm từ chỉ thời hạn.",
    "units": "Đơn vị và cán bộ: nhập danh sách, soạn danh sách nháp từ kế hoạch.",
    "person": "Cách nhận bản tin và lịch công việc của từng người.",
    "import": "Nhập kế hoạch thành các nhiệm vụ được theo dõi.",
    "plan": "Xem một kế hoạch; hạn rơi vào ngày nghỉ thì giữ hay chuyển.",
    "tasks": "Liệt kê nhiệm vụ.",
    "task": "Xem một nhiệm vụ và cập nhật tình hình thực hiện.",
    "secret": "Đánh dấu nhiệm vụ mật: thư chỉ ghi mã số, thời hạn, đường dẫn.",
    "search": "Tìm trong các mục của kế hoạch (không cần gõ dấu).",
    "calendar": "Ngày nghỉ, ngày làm bù trong năm.",
    "ladder": "Các bước nhắc việc, đôn đốc của cơ quan, kế hoạch, đơn vị.",
    "remind": "Gửi thư nhắc việc của một ngày.",
    "rehearse": "Xem trước các thư sẽ gửi trong một thời gian.",
    "why": "Vì sao một nhiệm vụ đã, sẽ hoặc không được nhắc.",
    "mail": "Thư: gửi thử, xem nhật ký, gửi lại thư bị từ chối.",
    "period": "Các kỳ rà soát, báo cáo của một kế hoạch.",
    "review": "Đợt tự rà soát: danh sách, trả lời, nộp phiếu, chốt số liệu.",
    "evidence": "Minh chứng: thêm, xem, chấp nhận, bác; còn thiếu của ai.",
    "criteria": "Bộ tiêu chí: danh sách, chọn bộ tiêu chí cho kế hoạch.",
    "score": "Chấm điểm một kế hoạch theo năm.",
    "annual": "Đánh giá năm theo giai đoạn: tự chấm, minh chứng, thẩm định, giải trình, chốt, công bố.",
    "forecast": "Dự báo điểm cả năm, còn thiếu bao nhiêu điểm và lấy ở đâu.",
    "report": "Viết báo cáo của một đợt rà soát đã chốt: Word, Excel, biểu đồ.",
    "serve": "Chạy dịch vụ: nhắc việc hằng ngày và các quy trình Prefect.",
    "demo": "Chạy thử toàn bộ với dữ liệu mẫu.",
}
USAGE_STATUS = 2


class Commands(click.Group):
    """The commands, each imported only when it is called, so that `--help` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command behind a name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"dondoc.commands.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dondoc", prog_name="dondoc", message="%(prog)s, phiên bản %(version)s")
def cli() -> None:
    """Đôn Đốc: đọc kế hoạch, giao nhiệm vụ, nhắc hạn, đôn đốc, rà soát và chấm điểm."""


def main() -> NoReturn:
    """Run the command line; an output that nobody reads any more (`| head`) ends it quietly."""
    click.Context.formatter_class = VietnameseFormatter
    _open_streams()
    try:
        _run()
    except (BrokenPipeError, SystemExit) as end:
        # rich makes a SystemExit of a closed pipe itself
        if not (isinstance(end, BrokenPipeError) or isinstance(end.__context__, BrokenPipeError)):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _run() -> NoReturn:
    """Run the command that was called; every error that a person can mend is one line and status 2."""
    try:
        # not cli.main, which ends with status 1 where the pipe is closed
        with cli.make_context("dondoc", sys.argv[1:]) as context:
            status = cli.invoke(context)
    except click.exceptions.Exit as end:
        _end(end.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt, EOFError):
        _end(130, "Đã dừng.")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        _end(0)
    except click.ClickException as error:
        _end(USAGE_STATUS, f"Lỗi: {what_is_wrong(error)}; xem: {_called(sys.argv[1:])} --help")
    except DondocError as error:
        _end(USAGE_STATUS, f"Lỗi: {error}")
    except UnicodeDecodeError:
        _end(USAGE_STATUS, "Lỗi: dữ liệu vào không phải là chữ UTF-8; lưu lại dạng UTF-8 rồi chạy lại.")
    except BrokenPipeError:
        raise
    except Exception as error:  # the person hears of it in one line, and in full on request
        if os.environ.get("DONDOC_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno is not None:
            _end(USAGE_STATUS, f"Lỗi: {error.filename or 'không đọc hoặc ghi được'}: {why_of(error)}.")
        _end(1, f"Lỗi của chương trình: {type(error).__name__}: {error} (đặt DONDOC_DEBUG=1 để xem chi tiết)")
    sys.exit(status if isinstance(status, int) else 0)


def _called(words: Sequence[str]) -> str:
    """The command that the first words name; click's own errors do not always know it."""
    path, context = "dondoc", click.Context(cli)
    command: click.Command = cli
    for word in words:
        found = command.get_command(context, word) if isinstance(command, click.Group) else None
        if found is None:
            break
        path, command = f"{path} {word}", found
    return path


def _open_streams() -> None:
    """UTF-8 whatever the shell says; a stream that was closed is nowhere, not an error."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115  open to the end
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream, errors in (
        (sys.stdin, "strict"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _end(status: int, line: str = "") -> NoReturn:
    if line:
        seen = "".join(char if char.isprintable() else " " for char in line)  # file names may hold anything
        print(" ".join(seen.split()), file=sys.stderr)  # noqa: T201  the last word of the command
    sys.exit(status)


if __name__ == "__main__":
    main()
