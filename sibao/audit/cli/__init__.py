"""`sibao audit`: signing keys, sealing, checkpoints, and examining the record with nothing but a public key."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from sibao.audit import queries
from sibao.audit.cli import keys
from sibao.audit.rules import Signed
from sibao.audit.services import checkpoints, sealing, verifying
from sibao.kernel import clock
from sibao.kernel.refusals import Refusal
from sibao.kernel.secrets import signing

WHOLE = "完整 whole"
WHOLE_IN_ITSELF = (
    "库内完整；没有与库外留存的校验点比对，尾部若连同校验点一起被删看不出来"
    " whole in itself; not compared with checkpoints kept elsewhere (--checkpoints), which alone tell a cut-off end"
)
OK, FAILED, DAMAGED = 0, 1, 2
"""Exit codes; DAMAGED means that the record was examined and is not whole."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this context's commands to the command line."""
    keys.register(subparsers)
    verbs = subparsers.add_parser("audit", help="操作记录的封存与核验 seals of the record").add_subparsers(
        required=True
    )
    keygen = _verb(verbs, "keygen", "新建校验点签名密钥 make the key that signs checkpoints", make_key)
    keygen.add_argument("--replace", action="store_true", help="换用新密钥，旧公钥保留 replace the key in use")
    _verb(verbs, "public-key", "输出公钥 print the public keys", show_public_keys)
    _verb(verbs, "seal", "立即封存 seal what waits", seal_now)
    sign = _verb(verbs, "checkpoint", "签发校验点 sign a checkpoint", sign_now)
    sign.add_argument("--folder", type=Path, help="另存一份到此目录 keep a copy here")
    verify = _verb(verbs, "verify", "核验全部记录 examine the whole record", verify_all)
    verify.add_argument("--public-key", type=Path, help="公钥文件 a public key, or several in one file")
    verify.add_argument("--checkpoints", type=Path, help="留存校验点的目录 a folder of checkpoints kept elsewhere")


def make_key(arguments: argparse.Namespace) -> int:
    """Make the signing key."""
    try:
        made = signing.make(queries.KEY, replace=arguments.replace)
    except signing.KeyExists:
        return _refuse("已有签名密钥；确需换新请加 --replace there is a key already")
    print(f"密钥 key: {made}")
    print("请把公钥交给核验方 give the public key to whoever verifies: sibao audit public-key")
    return OK


def show_public_keys(arguments: argparse.Namespace) -> int:
    """Print the public keys of all ages as one PEM file."""
    keys = signing.public_keys(queries.KEY)
    if not keys:
        return _refuse(str(queries.key_words()))
    for public in keys.values():
        sys.stdout.write(signing.public_pem(public).decode())
    return OK


def seal_now(arguments: argparse.Namespace) -> int:
    """Seal what waits."""
    sealed = sealing.seal_waiting(clock.now())
    print("另一次封存正在进行 another sealer is at work" if sealed is None else f"已封存 sealed: {sealed}")
    return OK


def sign_now(arguments: argparse.Namespace) -> int:
    """Sign a checkpoint and keep a copy where wanted."""
    try:
        file = checkpoints.signed(checkpoints.sign(clock.now()))
    except Refusal as refusal:
        return _refuse(str(refusal))
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        (arguments.folder / checkpoints.file_name(file)).write_text(file.text(), encoding="utf-8")
    print(f"已签发 signed: {file.number} {file.hash}")
    return OK


def verify_all(arguments: argparse.Namespace) -> int:
    """Examine the record and name whatever is wrong."""
    try:
        kept = list(_from_folder(arguments.checkpoints) if arguments.checkpoints else verifying.own_checkpoints())
        keys = _from_file(arguments.public_key) if arguments.public_key else signing.public_keys(queries.KEY)
    except (OSError, ValueError) as error:
        return _refuse(f"无法读取公钥或校验点 key or checkpoints cannot be read: {error}")
    found = [queries.words_of(asdict(one)) for one in verifying.findings(kept, keys)]
    for words in found:
        print("✗", words)
    state = queries.sealing()
    print(f"封存至 sealed up to: {state.number}；校验点 checkpoints: {len(kept)}")
    print(f"待封存尾部 unsealed tail: {state.unsealed}")
    print(f"发现问题 findings: {len(found)}" if found else WHOLE if arguments.checkpoints else WHOLE_IN_ITSELF)
    return DAMAGED if found else OK


def _from_folder(folder: Path) -> Iterator[Signed]:
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise FileNotFoundError(f"{folder}: *.json")
    for path in paths:
        try:
            yield Signed.model_validate_json(path.read_text(encoding="utf-8"))
        except ValidationError as error:
            raise ValueError(f"{path.name}：不是校验点文件 not a checkpoint") from error


def _from_file(path: Path) -> dict[str, Ed25519PublicKey]:
    end = b"-----END PUBLIC KEY-----"
    blocks = [block.strip() + b"\n" + end + b"\n" for block in path.read_bytes().split(end) if block.strip()]
    keys = (signing.read_public(block) for block in blocks)
    return {signing.key_id(public): public for public in keys}


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    return parser


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return FAILED
