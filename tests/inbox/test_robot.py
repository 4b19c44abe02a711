"""The group robot: signed JSON over TLS to an allowed host at a public address, and nowhere else."""

import datetime
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sibao.inbox import queries
from sibao.inbox.models import Delivery
from sibao.inbox.services.channels.robot import problem_of, signature
from tests import world
from tests.inbox.steps import assign
from tests.inbox.test_deliveries import prefer, send, states

pytestmark = pytest.mark.django_db


class Robot(HTTPServer):
    """A robot on this machine; `status` is what it answers, None = it falls silent after it has heard."""

    status: "int | None" = 200

    def __init__(self, address, handler):
        super().__init__(address, handler)
        self.heard = []


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), body))
        if self.server.status is None:
            return
        self.send_response(self.server.status)
        self.send_header("Location", "https://elsewhere.example/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *given):
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of this machine, and its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "robot.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*form))
    return file


@pytest.fixture
def robot(certificate, settings, monkeypatch):
    server = Robot(("127.0.0.1", 0), Answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.url = f"https://localhost:{server.server_port}/hook?key=1"
    settings.ROBOT_HOSTS, settings.ROBOT_NETWORKS = frozenset({"localhost"}), (ip_network("127.0.0.0/8"),)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(zone, robot):
    """Somebody with a robot has been given a task."""
    office, clerk = world.person(zone, "hq_office_clerk"), world.person(zone, "clerk_industry")
    prefer(clerk, robot=robot.url, kinds=[{"kind": "inbox:task-assigned", "channels": ["robot"]}])
    assign(office, "clerk_industry", title="核实用电缺口")
    return clerk


def test_a_robot_is_called_once_with_a_signature_that_its_owner_can_check(zone, robot, told):
    assert send(zone) == 1
    ((path, headers, body),) = robot.heard
    said, delivery = json.loads(body), Delivery.objects.get()
    assert (path, said["title"], said["id"]) == ("/hook?key=1", "任务交办", delivery.reference)
    assert "核实用电缺口" not in body.decode()
    assert headers["Idempotency-Key"] == delivery.reference
    assert headers["X-Sibao-Signature"] == signature(robot.url, int(headers["X-Sibao-Time"]), body)
    secret = queries.robot_secret(queries.reception(told))
    assert secret == queries.secret_of_robot(robot.url) != queries.secret_of_robot("https://localhost/other")
    assert states() == [("robot", "sent", 1)]


@pytest.mark.parametrize(
    ("status", "state"), [(302, "given_up"), (404, "given_up"), (429, "waiting"), (503, "waiting"), (None, "waiting")]
)
def test_a_redirect_is_not_followed_and_what_may_pass_is_tried_again_under_the_same_key(
    zone, robot, told, status, state
):
    robot.status = status
    send(zone)
    assert states() == [("robot", state, 1)]
    assert len(robot.heard) == 1


def test_a_call_of_unknown_fate_is_made_again_for_the_robot_knows_a_repeat(zone, robot, told):
    robot.status = None
    send(zone)
    robot.status = 200
    Delivery.objects.update(next_at=Delivery.objects.get().tried_since)
    send(zone)
    keys = {headers["Idempotency-Key"] for _path, headers, _body in robot.heard}
    assert (len(robot.heard), len(keys), states()) == (2, 1, [("robot", "sent", 2)])


def test_an_inner_address_is_never_called_even_under_an_allowed_name(zone, robot, told, settings):
    settings.ROBOT_NETWORKS = ()
    send(zone)
    assert (states(), robot.heard) == ([("robot", "given_up", 1)], [])
    assert "内部地址" in Delivery.objects.get().note


def test_a_host_that_is_no_longer_allowed_is_not_called(zone, robot, told, settings):
    settings.ROBOT_HOSTS = frozenset({"other.example"})
    send(zone)
    assert (states(), robot.heard) == ([("robot", "given_up", 1)], [])


def test_a_certificate_of_nobody_is_not_trusted(zone, robot, told, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    send(zone)
    assert (states(), robot.heard) == ([("robot", "waiting", 1)], [])


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/x",
        "https://other.example/x",
        "https://user:word@localhost/x",
        "https://localhost:many/x",
        "https:///x",
        "file:///etc/passwd",
        "localhost",
    ],
)
def test_an_address_that_is_not_served_is_refused_in_words(settings, url):
    settings.ROBOT_HOSTS = frozenset({"localhost"})
    assert problem_of(url)
    assert not problem_of("https://LOCALHOST:8443/hook")
