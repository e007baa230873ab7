"""Settings from the environment (`DONDOC_…`) and a `.env` file; unsafe ones are refused."""

from datetime import time
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config import mail_address
from config.errors import DondocError


def _comma_separated(value: object) -> object:
    return {part.strip().lower() for part in value.split(",")} - {""} if isinstance(value, str) else value


HostNames = Annotated[frozenset[str], NoDecode, BeforeValidator(_comma_separated)]


class Settings(BaseSettings):
    """What an office sets for itself; every field is `DONDOC_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="DONDOC_", env_file=".env", extra="ignore")

    environment: Literal["production", "development"] = "production"
    database_url: str = "sqlite:///dondoc.db"
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Literal["none", "starttls", "ssl"] = "none"
    smtp_timeout: float = Field(default=20, gt=0, le=300)
    mail_from: str = "Đôn Đốc <dondoc@localhost>"
    base_url: str = "http://127.0.0.1:8080"
    watch_hour: time = time(9, 30)  # by when the day's flow must have come, else the coordinators hear of it
    reports: Path = Path("bao-cao")  # the folder in which the reports of closed rounds are written
    evidence_dir: Path = Path("minh-chung")  # the folder in which files of evidence are kept
    evidence_megabytes: int = Field(default=50, ge=1, le=2000)  # the largest of them
    evidence_hosts: HostNames = frozenset()  # hosts of the office's own network that links may lead to

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> Self:
        try:
            mail_address.check(parseaddr(self.mail_from)[1])
        except mail_address.AddressError:
            raise ValueError(
                "DONDOC_MAIL_FROM phải có địa chỉ thư, ví dụ 'Đôn Đốc <nhacviec@donvi.gov.vn>'"
            ) from None
        if self.environment == "development":
            return self
        if self.smtp_tls == "none" and not is_loopback(self.smtp_host):
            raise ValueError(
                "DONDOC_SMTP_TLS=none chỉ dùng được với máy chủ thư trên chính máy này; đặt starttls hoặc ssl"
            )
        if self.base_url.startswith("http://") and not is_loopback(urlsplit(self.base_url).hostname or ""):
            raise ValueError("DONDOC_BASE_URL phải dùng https khi địa chỉ không phải máy này")
        return self


def is_loopback(host: str) -> bool:
    """Whether `host` names this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def load_settings() -> Settings:
    """The settings in force.

    Raises:
        DondocError: a setting is malformed or unsafe; the line names the first one.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise DondocError(f"Cấu hình sai: {_reason(error)}.") from None
    except UnicodeDecodeError:
        raise DondocError("Tệp .env không phải là chữ UTF-8; mở tệp, lưu lại dạng UTF-8.") from None


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    name = "".join(f"DONDOC_{part}".upper() for part in first["loc"])
    expected = first.get("ctx", {}).get("expected", "").replace(" or ", " hoặc ")
    hint = f" (chỉ nhận: {expected})" if expected else ""
    return f"{name} không nhận giá trị '{first['input']}'{hint}; sửa biến môi trường hoặc tệp .env"
