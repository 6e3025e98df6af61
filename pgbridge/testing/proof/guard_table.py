# ruff: noqa: ISC004 - texts of several lines, joined
"""The safeguards: what each is for, where it stands, and the line without which it is gone."""

from __future__ import annotations

from msgspec import Struct

WRITING, LEDGER = "pgbridge.writing", "pgbridge.ledger"
DECIDE, PROOF = f"{LEDGER}.decide", f"{LEDGER}.proof"
DELIVERY, PERFORM = f"{WRITING}.delivery:Delivery", f"{WRITING}.perform"
V1, V2 = "pgbridge_iamport", "pgbridge_portone"


class Edit(Struct, frozen=True, kw_only=True):
    """One change of the text of a function: `module:name`."""

    where: str
    old: str
    new: str


class Guard(Struct, frozen=True, kw_only=True):
    """One safeguard.

    :ivar why: what it keeps from happening
    :ivar kept_by: what else keeps it from happening here, so that no schedule can show that it is gone
    :ivar shown_by: the kept schedule that shows it, where chance takes too long to make another one
    """

    name: str
    why: str
    edits: tuple[Edit, ...]
    kept_by: str = ""
    shown_by: str = ""


def guard(name: str, why: str, *edits: tuple[str, str, str], kept_by: str = "", shown_by: str = "") -> Guard:
    """Return a guard."""
    made = tuple(Edit(where=where, old=old, new=new) for where, old, new in edits)
    return Guard(name=name, why=why, edits=made, kept_by=kept_by, shown_by=shown_by)


INTENT = (
    guard(
        "one intent for all charges of an order",
        "a card and a stored key, each charged for one order",
        (
            "pgbridge.plan.planner:Planner.wish",
            "identity = identity_of(op) or run.owner",
            'identity = (identity_of(op) or run.owner) + "K" * (op.name == "payments.charge_billing_key")',
        ),
    ),
    guard(
        "no charge beside a live schedule or account",
        "the order is charged, then its schedule fires or its account is paid into",
        (f"{DECIDE}:_other_things", "if other.family in wish.other_families and any(", "if False and any("),
    ),
    guard(
        "other terms are a conflict",
        "an order that was paid is told as paid for another amount",
        (f"{DECIDE}:_same_thing", "if intent.fingerprint != wish.fingerprint and", "if False and"),
    ),
    guard(
        "what is done is replayed",
        "a shop that repeats what it was told pays twice",
        (f"{DECIDE}:_same_thing", "if done and not wish.renew:", "if False:"),
    ),
    guard(
        "settle before a repeat",
        "a second attempt beside one that may have succeeded",
        (f"{DECIDE}:_unsettled", "if any(a.id not in wish.looked for a in waiting):", "if False:"),
        kept_by="the repeat comes after the quiet time, under the same vendor id, which has one success at most",
    ),
    guard(
        "same vendor id after unknown",
        "the first attempt succeeds late under one id, the repeat under another",
        (
            f"{DECIDE}:_again",
            'return Decision(verdict="new", pinned=pin, vendor_id=pin.vendor_id)',
            'return Decision(verdict="new", pinned=pin, vendor_id=f"{pin.vendor_id}R9")',
        ),
    ),
    guard(
        "same connection after unknown",
        "the repeat goes where nobody knows of the first attempt",
        (
            f"{DECIDE}:_again",
            "if (wish.connection, wish.store) != (pin.connection, pin.store):",
            "if False:",
        ),
    ),
    guard(
        "an unanswered send keeps its payment id",
        "a copy of a failed attempt succeeds late, beside a new attempt elsewhere",
        (
            f"{DECIDE}:has_loose_send",
            'return any(send.outcome == "open" for send in attempt.sends)',
            "return False",
        ),
    ),
)
SENDING = (
    guard(
        "persist before send",
        "a worker dies after the send, and nobody knows that there was one",
        (
            f"{LEDGER}.sql:SqlLedger._begin_clear",
            "if not rows.insert_if_clear(run, wish, attempt, self._sealed(run, wish)):",
            "inserted = rows.insert_if_clear(run, wish, attempt, self._sealed(run, wish))\n"
            '            run("DELETE FROM attempts WHERE id = ?", (attempt.id,))\n'
            "            if not inserted:",
        ),
        (
            f"{LEDGER}.sql:SqlLedger._begin",
            "rows.insert(run, attempt, self._sealed(run, wish))",
            "rows.insert(run, attempt, self._sealed(run, wish))\n"
            '            run("DELETE FROM attempts WHERE id = ?", (attempt.id,))',
        ),
        (f"{LEDGER}.sql:SqlLedger.held", "return self._held(run, attempt, owner)", "return True"),
    ),
    guard(
        "unique keys",
        "two workers begin at once; on one SQLite file the decision within Begin's transaction does the same, so both go",
        (
            f"{LEDGER}.sql:SqlLedger._begin",
            'if decision.verdict != "new":\n                return decision',
            'if decision.verdict != "new":\n'
            '                decision = msgspec.structs.replace(decision, verdict="new", vendor_id=wish.sending_as)',
        ),
        (
            f"{LEDGER}.sqlite:SqliteDatabase._prepare",
            "run(step) if isinstance(step, str) else step(run)",
            'run(step.replace("UNIQUE INDEX", "INDEX")) if isinstance(step, str) else step(run)',
        ),
    ),
    guard(
        "key window on resends",
        "a copy sent when its key is forgotten is a new request",
        (
            f"{DELIVERY}.more",
            "return self.api.keys and waited < self.run.policy.key_window",
            "return self.api.keys",
        ),
    ),
    guard(
        "nothing is resent by itself on V1",
        "without keys a copy is a new request",
        (f"{DELIVERY}.__init__", "keys=self.api.keys)]", "keys=True)]"),
        (f"{DELIVERY}.more", "return self.api.keys and waited", "return waited"),
    ),
    guard(
        "token and lease before each send",
        "a worker that stood still sends beside the one that took over",
        (f"{DELIVERY}.held", "ledger.held(attempt, owner)", "ledger.held(attempt, owner) or True"),
        (
            f"{LEDGER}.sql:SqlLedger.resend",
            "if not self._held(run, attempt, owner):",
            "if False:",
        ),
    ),
    guard(
        "lease before each send",
        "a worker that stood still sends once more, beside one that is about to",
        (f"{LEDGER}.sql:SqlLedger._held", "AND lease_until > ?", "AND ? > 0"),
        kept_by="taking over changes the token, and the token is looked at before each send, too",
    ),
    guard(
        "lease",
        "a second worker sends while the first one does",
        (
            f"{DECIDE}:_unsettled",
            'if a.state == "open" and a.lease_until > now and a.owner != wish.owner]',
            "if False]",
        ),
        (
            f"{DECIDE}:_again",
            'last = max(a.lease_until if a.state == "open" else a.last_sent_at for a in waiting)',
            "last = max((a.last_sent_at for a in waiting if a.state != 'open'), default=0.0)",
        ),
    ),
    guard(
        "quiet time",
        "a repeat while the first request is still on its way",
        (f"{DECIDE}:_again", "if wait > 0:", "if False:"),
    ),
)
PROVING = (
    guard(
        "every send counted",
        "the connection was refused once, but an earlier copy of the request left",
        (
            f"{PROOF}:proof_of",
            "if all(send.outcome in UNDONE for send in sends):",
            "if any(send.outcome in UNDONE for send in sends):",
        ),
    ),
    guard(
        "NotSent of a resend is no proof",
        "the connection was refused at the second try, and the first is told as not done",
        (f"{DELIVERY}.refused", "if self.unanswered:", "if False:"),
    ),
    guard(
        "absence is not proof",
        "a request without an answer is not seen yet, and taken for not done",
        (
            f"{PROOF}:proof_of",
            'return "absent" if sighting.absence_counts and _errors_settled(attempt, look) else None',
            'return "absent" if sighting.absence_counts else None',
        ),
    ),
    guard(
        "absence on a test channel is no proof",
        "V1 does not list test payments, so one that was made is taken for not made",
        (f"{PROOF}:proof_of", "if sighting.absence_counts and", "if"),
    ),
    guard(
        "look-up lag waited for",
        "an error answered after the money was taken, and a read that does not show it yet",
        (
            f"{PROOF}:_errors_settled",
            "return look.began_at >= _last_answer(errors) + look.lag",
            "return True",
        ),
    ),
    guard(
        "a look-up counts from its beginning",
        "a read that was begun too early ends late enough",
        (
            f"{WRITING}.settling:look",
            "when = Look(began_at=began_at,",
            'when = Look(began_at=(yield from ask("now", lambda ledger: ledger.now(), quick=True)),',
        ),
    ),
    guard(
        "key window of an error answer",
        "an error answer covers its copies only while it stands",
        (f"{PROOF}:_errors_settled", " or look.began_at > first + look.key_window", ""),
        kept_by="a copy that comes when its key is forgotten is processed anew whether or not the look-up was early; "
        "the payment id, which stays, is what keeps that from being a second charge",
    ),
    guard(
        "failed attempts matched by count",
        "one failure is on record, and two attempts are under way",
        (
            f"{PROOF}:_all_counted",
            "len(_possible(failures, a)) >= len(with_trace) - place",
            "len(failures) >= 1",
        ),
    ),
    guard(
        "every row counted",
        "of two attempts one is taken for proven, for its failure is newer than both",
        (f"{PROOF}:_all_counted", ">= len(with_trace) - place", ">= 1"),
    ),
    guard(
        "an error that left a failure is counted",
        "a failure is taken for that of an attempt which answered an error, and once more for another one",
        (
            f"{PROOF}:_own_proof",
            'return "error" if proof == "absent" and _possible(failures, attempt) else proof',
            "return proof",
        ),
    ),
    guard(
        "failures that were there before are not ours",
        "the failure of the last card is taken for that of this one",
        (
            f"{PROOF}:_possible",
            "return [item for item in failures if not attempt.predated_by(item.id)]",
            "return list(failures)",
        ),
        (
            f"{PROOF}:_charge",
            'failures = [item for item in ours if item.state == "failed"]',
            'failures = [item for item in sighting.items if item.state == "failed"]',
        ),
        kept_by="every row counted: the attempts before are counted with the failures that they left",
    ),
    guard(
        "nothing is proven beside what is pending",
        "an attempt that is being decided turns paid after it was told as failed",
        (f"{PROOF}:_charge", '[item for item in sighting.items if item.state == "pending"]', "[]"),
        kept_by="the pretend vendor decides a charge at once, so nothing of ours is ever seen pending",
    ),
    guard(
        "amount and currency fit",
        "somebody else's payment under the order id is taken for ours",
        (f"{PROOF}:_charge", 'if item.state == "done" and fits(item, first)]', 'if item.state == "done"]'),
    ),
    guard(
        "refusal table closed",
        "an error of the PG is taken for a refusal before processing, though the money was taken",
        (
            f"{V2}.judge:judge",
            "if kind == REFUSED and usual != status and status >= SERVER:",
            'if code == "PG_PROVIDER":\n        kind = REFUSED\n    elif kind == REFUSED and usual != status and status >= SERVER:',
        ),
        (
            f"{V1}.judge:judge",
            'return Judgement(kind="error", error=error_of(response, found, "provider_declined"))',
            'return Judgement(kind="refused", error=error_of(response, found, "provider_declined"))',
        ),
    ),
    guard(
        "an unreadable answer is no answer",
        "a page of something in between is taken for the vendor's error",
        (
            f"{DELIVERY}.noted",
            'if after.record == "open":',
            'if outcome == "unreadable":\n            self.error = None\n            yield from self.answered("error")\n'
            '            return\n        if after.record == "open":',
        ),
    ),
)
WORDS = (
    guard(
        "settle before failover",
        "another channel is charged while the first one may have been",
        (f"{PERFORM}:perform", "if others := unresolved(tried):", "if others := unresolved(()):"),
        (f"{DELIVERY}.refused", "if self.unanswered:", "if False:"),
    ),
    guard(
        "declined only when every attempt is proven",
        "a decline is told although an earlier try succeeds",
        (f"{DELIVERY}.nothing_beside", "if others := unresolved(tried):", "if others := unresolved(()):"),
        kept_by="V2 tells a failure as an error, which is judged together with the earlier try; V1 takes an order id once, so the earlier try can no longer succeed",
    ),
    guard(
        "failover only after a decline that was read",
        "a code of the route leads on although a copy of the request is still on its way",
        (f"{DELIVERY}.declined", "may_go_on = read and not self.unanswered and", "may_go_on = "),
        (f"{DELIVERY}.nothing_beside", "if others := unresolved(tried):", "if others := unresolved(()):"),
        kept_by="an unanswered send keeps its payment id, so the other channel is refused by the ledger, too",
    ),
    guard(
        "done by another worker is told as done",
        "a decline is told although another worker was paid meanwhile",
        (
            f"{DELIVERY}.nothing_beside",
            'if any(a.state == "done" for a in tried) and not (wish.repeatable or wish.renew):',
            "if False:",
        ),
        shown_by="declined_although_another_worker_was_paid_meanwhile",
    ),
)
RACES = (
    guard(
        "fence on look-up verdicts",
        "what a look-up showed is written although another attempt began meanwhile",
        (f"{LEDGER}.changing:is_stale", "if change.attempts is None:", "if True:"),
    ),
    guard(
        "a look-up judges what was there when it began",
        "an attempt that began during the read is judged by it",
        (
            f"{WRITING}.settling:look",
            "attempts = intent.attempts if intent is not None else (attempt,)",
            'intent = yield from ask("intent", lambda ledger: ledger.intent(family, identity), quick=True)\n'
            "    attempts = intent.attempts if intent is not None else (attempt,)",
        ),
        kept_by="no send of such an attempt was answered long enough before the look, and the failures in it are too few to count for it",
    ),
    guard(
        "only the owner writes failed",
        "a worker that lost its attempt writes what it last believed",
        (f"{LEDGER}.changing:is_stale", "is_owner = attempt.owner == change.owner", "is_owner = True"),
        kept_by="what is written as failed is proven by then; where another attempt began since, the fence refuses it",
    ),
    guard(
        "failed never overwrites done",
        "a late word takes away what is known to be paid",
        (
            f"{LEDGER}.changing:is_stale",
            "if not may(attempt.state, change.state, is_owner=is_owner, late=change.late):",
            "if False:",
        ),
        shown_by="a_copy_may_leave_that_an_earlier_one_decided",
    ),
    guard(
        "one row for a success",
        "one refund is taken for two cancels",
        (
            f"{LEDGER}.changing:write",
            "if attempt.claimed:",
            "if False:",
        ),
        (
            f"{LEDGER}.changing:finish_plainly",
            "run.count(plainly(tuple([each is not None for each in told])), values)",
            "run.count(plainly(tuple([each is not None for each in told])).replace('o.claim =', 'FALSE AND o.claim ='), values)",
        ),
        (
            f"{LEDGER}.sqlite:SqliteDatabase._prepare",
            "run(step) if isinstance(step, str) else step(run)",
            'run(step.replace("UNIQUE INDEX", "INDEX")) if isinstance(step, str) else step(run)',
        ),
        (f"{PROOF}:_cancel", "        and item.id not in claimed\n", ""),
        kept_by="one open cancel per payment, and the list of refunds frozen at Begin",
    ),
    guard(
        "attempt ids compared",
        "what was there before the first send is taken for what it did",
        (
            f"{PROOF}:_charge",
            "ours = [item for item in sighting.items if not first.predated_by(item.id)]",
            "ours = list(sighting.items)",
        ),
        kept_by="an order that was paid before is refused by the read before the first send, and failures are held against each attempt's own list",
    ),
)
CANCELS = (
    guard(
        "frozen expected amount",
        "a repeat of a cancel states what is left now, and the first one comes, too",
        (f"{PERFORM}:frozen", "expected_cancellable=first.expected,", "expected_cancellable=None,"),
    ),
    guard(
        "what is left is read after the last cancel began",
        "a cancel that states what was left before another one, where the vendor does not compare it",
        (
            f"{PERFORM}:attempt_on",
            "beside=decision.beside if isinstance(op, CancelPayment) else None,",
            "beside=None,",
        ),
        shown_by="a_cancel_on_what_was_left_before_another_one",
    ),
    guard(
        "one open cancel per payment",
        "two cancels at once, each counting on what the other one takes",
        (
            f"{DECIDE}:_other_things",
            "if other.family == wish.family and not over and (waiting := unresolved(other.attempts)):",
            "if False and (waiting := unresolved(other.attempts)):",
        ),
    ),
    guard(
        "refunds that were there before are not ours",
        "a refund of last week is taken for this one",
        (f"{PROOF}:_cancel", "if not first.predated_by(item.id)\n", "if True\n"),
    ),
    guard(
        "equal amount",
        "a refund of another amount is taken for this one",
        (f"{PROOF}:_cancel", "        and item.amount == first.amount\n", ""),
    ),
    guard(
        "proof by marker",
        "a refund of the console is taken for ours, since its amount is the same",
        (f"{PROOF}:_cancel", "        and _marked(item, waiting)\n", ""),
    ),
    guard(
        "a frozen amount is let go only when it cannot match",
        "a cancel is given up while a copy of it may still be taken",
        (f"{PROOF}:_cancel", "if late and moved:", "if late:"),
    ),
)
PLANS = (
    guard(
        "what is taken back is looked for before",
        "a schedule that was made meanwhile is let go with the one that was revoked, and charges without anybody knowing",
        (
            "pgbridge.plan.composite:carried_out",
            "    gone = yield from taken_back(op, channel)\n    result = yield from perform(planner, op, channels, run)\n",
            "    result = yield from perform(planner, op, channels, run)\n    gone = yield from taken_back(op, channel)\n",
        ),
        (
            "pgbridge.plan.composite:taken_back",
            'orders = () if channel.api == "v2" else op.order_ids',
            "orders = op.order_ids",
        ),
        shown_by="a_revocation_lets_go_only_what_it_took_back",
    ),
    guard(
        "read as revoked before it is made again",
        "two live schedules of one order",
        ("pgbridge.plan.composite:move", "if old.status != ScheduleStatus.REVOKED:", "if False:"),
        kept_by="the revocation is settled by the same read before this one, and the vendor takes one live schedule of an order",
    ),
)
INBOX = (
    guard(
        "inbox transaction",
        "a worker dies between ending an entry and writing what it led to: nobody is ever told",
        (
            "pgbridge.inbox.digest:digest",
            '        over = yield from ask(\n            "conclude",',
            '        yield from ask("end", lambda ledger: ledger.conclude(Finding(), entry=entry.id, owner=run.owner))\n'
            '        entry = msgspec.structs.replace(entry, id="")\n'
            '        over = yield from ask(\n            "conclude",',
        ),
        (
            "pgbridge.inbox.digest:digest",
            "ledger.conclude(finding, entry=entry.id, owner=run.owner)",
            "ledger.conclude(finding)",
        ),
    ),
)
GUARDS = (*INTENT, *SENDING, *PROVING, *WORDS, *RACES, *CANCELS, *INBOX, *PLANS)
