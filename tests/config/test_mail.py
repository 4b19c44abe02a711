"""Mail goes where `SIBAO_EMAIL_URL` says; an address that says nothing sensible stops the start in a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult
from django.core.mail import send_mail

from sibao.config.environment import BadSetting
from sibao.config.mail import mail_settings
from tests.accounts.people import account_of
from tests.browser.site import ROOT, free_port

# The server of these tests is on this machine; a real one wants TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
HOME, ORIGIN = Path("home"), "https://sibao.example"


class Box(Message):
    """Keeps what it is sent."""

    def __init__(self):
        super().__init__()
        self.kept = []

    def handle_message(self, message):
        self.kept.append(message)


def known(server, session, envelope, mechanism, auth_data):
    return AuthResult(success=(auth_data.login, auth_data.password) == (b"sibao@mail", b"p@ss/word"))


@pytest.fixture
def box():
    box = Box()
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), authenticator=known, auth_required=True, auth_require_tls=False
    )
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


def use(settings, url):
    for name, value in mail_settings(url, HOME, ORIGIN).items():
        setattr(settings, name, value)


def test_a_mail_reaches_the_server_that_the_address_names(settings, box):
    use(settings, f"smtp://sibao%40mail:p%40ss%2Fword@127.0.0.1:{box.port}?from=sibao@jiyuan.example")
    send_mail("标题", "内容", None, ["someone@jiyuan.example"])
    (mail,) = box.kept
    assert (mail["From"], mail["To"]) == ("sibao@jiyuan.example", "someone@jiyuan.example")
    assert mail.get_payload(decode=True).decode().strip() == "内容"


@pytest.mark.django_db
def test_a_forgotten_password_sends_a_link_by_that_server(settings, box, client, zone):
    use(settings, f"smtp://sibao%40mail:p%40ss%2Fword@127.0.0.1:{box.port}")
    account = account_of(zone, "clerk_industry")
    account.email = "clerk@jiyuan.example"
    account.save()
    assert client.post("/accounts/password/reset/", {"email": account.email}).status_code == 302
    (mail,) = box.kept
    assert mail["To"] == account.email
    assert re.search(r"/accounts/password/reset/key/", mail.get_payload(decode=True).decode())


@pytest.mark.django_db
def test_a_mail_server_that_cannot_be_reached_is_told_in_words(settings, client, zone):
    use(settings, f"smtp://127.0.0.1:{free_port()}")
    account = account_of(zone, "clerk_industry")
    account.email = "clerk@jiyuan.example"
    account.save()
    answer = client.post("/accounts/password/reset/", {"email": account.email})
    assert answer.status_code == 503
    assert "邮件暂时发不出去" in answer.content.decode()
    assert "请管理员重置密码" in answer.content.decode()


def test_without_an_address_mail_becomes_files_in_the_home(settings, tmp_path):
    for name, value in mail_settings("", tmp_path, ORIGIN).items():
        setattr(settings, name, value)
    send_mail("标题", "内容", None, ["someone@jiyuan.example"])
    (file,) = (tmp_path / "mail").iterdir()
    assert "sibao@sibao.example" in file.read_text(encoding="utf-8")


def test_a_folder_can_be_named(tmp_path):
    assert mail_settings(f"file://{tmp_path}/m%20x", HOME, ORIGIN)["EMAIL_FILE_PATH"] == tmp_path / "m x"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, False, False)),
        ("smtp://mail.example:587?tls=1", ("mail.example", 587, True, False)),
        ("smtps://mail.example", ("mail.example", 465, False, True)),
    ],
)
def test_each_form_has_its_port_and_its_kind_of_tls(url, expected):
    found = mail_settings(url, HOME, ORIGIN)
    assert tuple(found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "USE_TLS", "USE_SSL")) == expected


BAD = [
    "mail.example",
    "http://mail.example",
    "smtp://",
    "smtp://mail.example:many",
    "smtp://mail.example:99999",
    "smtp://mail.example?tls=1&ssl=1",
    "smtps://mail.example?tls=1",
    "smtp://mail.example/folder",
    "file://folder",
    "file:relative",
]


@pytest.mark.parametrize("url", BAD)
def test_an_address_of_no_known_form_is_refused_in_a_sentence(url):
    with pytest.raises(BadSetting, match="SIBAO_EMAIL_URL 无法识别"):
        mail_settings(url, HOME, ORIGIN)


WRONG = [
    ("SIBAO_EMAIL_URL", "smtp://user:secret@host:many"),
    ("SIBAO_PROXIES", "10.0.0.999"),
    ("SIBAO_LIMITS", "-1"),
    ("SIBAO_POOL", "eight"),
    ("SIBAO_UPLOAD_SECONDS", "0"),
    ("SIBAO_LOG", "xml"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_stops_the_start_in_a_sentence_that_names_it(name, value):
    done = subprocess.run(
        [sys.executable, "-m", "sibao", "check"],
        env={**os.environ, name: value},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
