"""@portone/server-sdk from npm, unmodified, through every payment-domain call against the served simulator.

Its `baseUrl` loses its path, so it is given the root.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pgbridge.simulator import V2_SECRET
from pgbridge.simulator.identities import OTP
from pgbridge.simulator.settings import WEBHOOK_SECRET
from tests.peers.stage import CHANNEL, COIN, PROMOTION, SLIPS, staged
from tests.receiving import receiving

HERE = Path(__file__).parent / "js"
FILES = ("package.json", "package-lock.json", "calls.mjs", "hooks.mjs")
INSTALLING, RUNNING = 100, 60
# What the SDK has to tell apart: the error's class and the type within.
REFUSED = {
    "stranger": ("GetPaymentError", "UNAUTHORIZED"),
    "missing": ("GetPaymentError", "PAYMENT_NOT_FOUND"),
    "declined": ("PayInstantlyError", "PG_PROVIDER"),
    "again": ("PayInstantlyError", "ALREADY_PAID"),
    "stop": ("StopPaymentCancellationError", "PAYMENT_CANCELLATION_NOT_FOUND"),
    "captured": ("CapturePaymentError", "PAYMENT_NOT_PAID"),
    "unconfirmed": ("ConfirmPaymentError", "ALREADY_PAID"),
    "escrow": ("ConfirmEscrowError", "PAYMENT_NOT_FOUND"),
    "shipped": ("ApplyEscrowLogisticsError", "PAYMENT_NOT_FOUND"),
    "reshipped": ("ModifyEscrowLogisticsError", "PAYMENT_NOT_FOUND"),
    "slip": ("RegisterStoreReceiptError", "PAYMENT_NOT_FOUND"),
    "resent": ("ResendWebhookError", "PAYMENT_NOT_FOUND"),
    "closed": ("CloseVirtualAccountError", "PAYMENT_NOT_WAITING_FOR_DEPOSIT"),
    "keyToken": ("ConfirmBillingKeyError", "BILLING_KEY_NOT_FOUND"),
    "keyPayToken": ("ConfirmBillingKeyIssueAndPayError", "BILLING_KEY_NOT_FOUND"),
    "kept": ("DeleteBillingKeyError", "PAYMENT_SCHEDULE_ALREADY_EXISTS"),
    "promotion": ("GetPromotionError", "PROMOTION_NOT_FOUND"),
    "loginRefused": ("LoginViaApiSecretError", "UNAUTHORIZED"),
    # Of the partner settlement only transfers of orders and account holders are there.
    "unserved": ("GetPlatformPartnersError", "NOT_FOUND"),
}
# What a success is known by: a path into the answer and what stands there.
DONE: dict[str, tuple[str, Any]] = {
    "read": ("status", "PAID"),
    "part": ("cancellation.totalAmount", 1_000),
    "tries": ("items.0.status", "PARTIAL_CANCELLED"),
    "list": ("page.totalCount", 5),
    "key": ("status", "ISSUED"),
    "keys": ("page.totalCount", 1),
    "plan": ("status", "SCHEDULED"),
    "receiptRead": ("status", "ISSUED"),
    "receiptBack": ("cancelledAmount", 1_000),
    "confirmed": ("identityVerification.status", "VERIFIED"),
    "verified": ("status", "VERIFIED"),
    "kakaopay": ("statusCode", 200),
    "agreedRead": ("status", "PAID"),
    "bothAgreed": ("paymentId", "window-both"),
    "captureDone": ("", {}),
    "coinAsked": ("cancellation.status", "REQUESTED"),
    "reshippedDone": ("invoiceNumber", "2"),
    "promotionRead": ("status", "IN_PROGRESS"),
    "holder": ("holderName", "홍길동"),
    "transferred": ("transfer.amount.settlement", 9_900),
    "takenBack": ("transfer.amount.settlement", -900),
    "transferRead": ("type", "ORDER"),
}


@pytest.fixture(scope="module")
def installed() -> Path:
    """Install what the lock names into a cache, once; skip where there is no Node.js or no registry."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node.js and npm are not installed")
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(root) / "pgbridge-tests" / "js"
    folder.mkdir(parents=True, exist_ok=True)
    lock, kept = (HERE / "package-lock.json").read_bytes(), folder / "package-lock.json"
    fresh = kept.exists() and kept.read_bytes() == lock and (folder / "node_modules").is_dir()
    for name in FILES:
        shutil.copy(HERE / name, folder / name)
    if not fresh:
        try:
            subprocess.run(
                ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
                cwd=folder,
                check=True,
                capture_output=True,
                timeout=INSTALLING,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            kept.unlink(missing_ok=True)
            pytest.skip(f"npm cannot install @portone/server-sdk here: {type(error).__name__}")
    return folder


@pytest.fixture(scope="module")
def answers(installed: Path) -> dict[str, Any]:
    with receiving() as shop, staged(shop.url) as stage:
        asked = {
            "url": stage.urls["v2"].removesuffix("/v2"),
            "secret": V2_SECRET,
            "channel": CHANNEL,
            "coin": COIN,
            "slips": SLIPS,
            "agreed": stage.tokens,
            "promotion": PROMOTION,
            "kakao": stage.kakao,
            "due": "2100-01-01T00:00:00Z",
            "otp": OTP,
        }
        ran = subprocess.run(
            ["node", "calls.mjs", json.dumps(asked)],
            cwd=installed,
            capture_output=True,
            text=True,
            timeout=RUNNING,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return {**found, "hooks": shop.seen}


def test_every_call_is_made(answers: Any) -> None:
    assert answers["uncalled"] == []


def test_refusals_have_their_classes(answers: Any) -> None:
    refused = {
        label: (told["as"], told["refused"])
        for label, told in answers["told"].items()
        if isinstance(told, dict) and "refused" in told
    }
    assert refused == REFUSED


@pytest.mark.parametrize("label", DONE)
def test_answers_hold_what_was_done(answers: Any, label: str) -> None:
    path, wanted = DONE[label]
    found = answers["told"][label]
    for name in filter(None, path.split(".")):
        found = found[int(name)] if name.isdigit() else found[name]
    assert found == wanted


def test_every_success_has_an_answer(answers: Any) -> None:
    for label in (
        "keyAgreed",
        "resendDone",
        "stopDone",
        "shippedDone",
        "escrowDone",
        "slipDone",
        "closeDone",
        "vatMoved",
    ):
        assert answers["told"][label], label


def test_it_believes_our_webhooks_and_no_others(installed: Path, answers: Any) -> None:
    sent = [(body.decode(), headers) for _, headers, body in answers["hooks"]]
    told = verified(installed, sent)
    types = {json.loads(body)["type"] for body, _ in sent}
    assert [each["is"] for each in told] == [json.loads(body)["type"] for body, _ in sent]
    assert types >= {"Transaction.Paid", "Transaction.PartialCancelled", "BillingKey.Issued"}
    body, headers = sent[0]
    stale = {**headers, "webhook-timestamp": "1700000000"}
    unsigned = {name: each for name, each in headers.items() if name != "webhook-signature"}
    wrong = [(body.replace("Transaction", "transaction"), headers), (body, stale), (body, unsigned)]
    assert [each.get("refused") for each in verified(installed, wrong)] == [
        "NO_MATCHING_SIGNATURE",
        "TIMESTAMP_TOO_OLD",
        "MISSING_REQUIRED_HEADERS",
    ]


def verified(folder: Path, messages: Any) -> Any:
    """Let the SDK check messages."""
    ran = subprocess.run(
        ["node", "hooks.mjs"],
        cwd=folder,
        input=json.dumps({"secret": WEBHOOK_SECRET, "messages": messages}),
        capture_output=True,
        text=True,
        timeout=RUNNING,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
