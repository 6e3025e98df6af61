"""The tables, as forward migrations: row N brings a database from version N to N + 1.

Plain SQL, and functions where SQL cannot do it; each gets what runs a statement with `?` marks.
"""

from __future__ import annotations

from collections.abc import Callable

from pgbridge.ledger.seal import Execute, seal_all

MIGRATIONS: tuple[tuple[str | Callable[[Execute], None], ...], ...] = (
    (
        """CREATE TABLE intents (
            id TEXT PRIMARY KEY, family TEXT NOT NULL, identity TEXT NOT NULL, fingerprint TEXT NOT NULL,
            order_id TEXT, created_at DOUBLE PRECISION NOT NULL,
            UNIQUE (family, identity))""",
        "CREATE INDEX intents_by_order ON intents (order_id)",
        """CREATE TABLE attempts (
            id TEXT PRIMARY KEY, intent TEXT NOT NULL REFERENCES intents (id), number INTEGER NOT NULL,
            operation TEXT NOT NULL, connection TEXT NOT NULL, channel TEXT NOT NULL, api TEXT NOT NULL, store TEXT,
            vendor_id TEXT NOT NULL, state TEXT NOT NULL, amount BIGINT, currency TEXT, tax_free BIGINT, vat BIGINT,
            due_at DOUBLE PRECISION, target TEXT, vendor_ref TEXT, seen TEXT NOT NULL, expected BIGINT,
            owner TEXT NOT NULL, lease_until DOUBLE PRECISION NOT NULL, begun_at DOUBLE PRECISION NOT NULL,
            proof TEXT, note TEXT, claim TEXT, UNIQUE (intent, number))""",
        # One open attempt per intent, and one row per success: the database decides every race.
        "CREATE UNIQUE INDEX one_open_attempt ON attempts (intent) WHERE state = 'open'",
        "CREATE UNIQUE INDEX one_claim ON attempts (claim) WHERE claim IS NOT NULL",
        "CREATE INDEX attempts_by_vendor_id ON attempts (vendor_id)",
        "CREATE INDEX attempts_by_vendor_ref ON attempts (vendor_ref)",
        """CREATE TABLE sends (
            attempt TEXT NOT NULL REFERENCES attempts (id), number INTEGER NOT NULL,
            sent_at DOUBLE PRECISION NOT NULL, outcome TEXT NOT NULL, answered_at DOUBLE PRECISION,
            PRIMARY KEY (attempt, number))""",
        """CREATE TABLE links (
            grp TEXT NOT NULL, alias TEXT NOT NULL, connection TEXT NOT NULL, channel TEXT NOT NULL,
            vendor_key TEXT NOT NULL, active INTEGER NOT NULL, created_at DOUBLE PRECISION NOT NULL)""",
        "CREATE UNIQUE INDEX one_active_link ON links (grp, alias) WHERE active = 1",
        """CREATE TABLE plans (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, identity TEXT NOT NULL, created_at DOUBLE PRECISION NOT NULL,
            UNIQUE (kind, identity))""",
        """CREATE TABLE steps (
            plan TEXT NOT NULL REFERENCES plans (id), position INTEGER NOT NULL, name TEXT NOT NULL,
            identity TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (plan, name))""",
    ),
    (
        # Who decided what no look-up could, and when.
        "ALTER TABLE attempts ADD COLUMN decided_by TEXT",
        "ALTER TABLE attempts ADD COLUMN decided_at DOUBLE PRECISION",
        # For settling what is unresolved, and for comparing a period, among millions of rows.
        "CREATE INDEX unresolved_attempts ON attempts (begun_at, id) WHERE state IN ('open', 'unknown')",
        "CREATE INDEX attempts_by_time ON attempts (begun_at, id)",
    ),
    (
        # What PortOne told, before anybody acts on it. A poke that waits stands for all that come meanwhile.
        """CREATE TABLE inbox (
            id TEXT PRIMARY KEY, connection TEXT NOT NULL, dedupe TEXT UNIQUE, poke TEXT, event TEXT NOT NULL,
            state TEXT NOT NULL, owner TEXT NOT NULL, due_at DOUBLE PRECISION NOT NULL, tries INTEGER NOT NULL,
            received_at DOUBLE PRECISION NOT NULL, note TEXT)""",
        "CREATE UNIQUE INDEX one_waiting_poke ON inbox (poke) WHERE poke IS NOT NULL AND state = 'waiting'",
        "CREATE INDEX inbox_due ON inbox (due_at) WHERE state IN ('waiting', 'working')",
        # What is to be told to the shop. Its rows stay: they are how an effect is known to be told already.
        """CREATE TABLE outbox (
            id TEXT PRIMARY KEY, subject TEXT NOT NULL, connection TEXT NOT NULL, event TEXT NOT NULL,
            state TEXT NOT NULL, owner TEXT NOT NULL, due_at DOUBLE PRECISION NOT NULL, tries INTEGER NOT NULL,
            created_at DOUBLE PRECISION NOT NULL, number INTEGER NOT NULL, note TEXT)""",
        "CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting'",
        "CREATE INDEX outbox_by_subject ON outbox (subject, created_at, number) WHERE state = 'waiting'",
    ),
    (
        # What the ledger knows of itself.
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        seal_all,
    ),
    (
        # The V1 facade's: which shop's token lives, whose name stands for what, which `imp_uid` is which attempt.
        "CREATE TABLE facade_tokens (shop TEXT PRIMARY KEY, nonce TEXT NOT NULL, ends_at DOUBLE PRECISION NOT NULL)",
        """CREATE TABLE facade_names (
            kind TEXT NOT NULL, shop TEXT NOT NULL, name TEXT NOT NULL, inner_name TEXT NOT NULL,
            PRIMARY KEY (kind, shop, name))""",
        "CREATE UNIQUE INDEX one_facade_name ON facade_names (kind, inner_name)",
        """CREATE TABLE facade_payments (
            imp_uid TEXT PRIMARY KEY, shop TEXT NOT NULL, order_id TEXT NOT NULL, attempt_id TEXT NOT NULL UNIQUE,
            seen_at DOUBLE PRECISION NOT NULL)""",
        "CREATE INDEX facade_payments_by_order ON facade_payments (order_id)",
        """CREATE TABLE facade_notes (
            kind TEXT NOT NULL, shop TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (kind, shop, subject))""",
        # A payment shows the vendor's name of its key; V1 wants the shop's.
        "CREATE INDEX links_by_key ON links (vendor_key)",
    ),
    (
        # Listing what was wanted, newest first; the links of an alias, ended ones too; plans that are not done.
        "CREATE INDEX intents_by_time ON intents (created_at)",
        "CREATE INDEX links_by_alias ON links (grp, alias)",
        "CREATE INDEX open_steps ON steps (plan) WHERE state = 'open'",
    ),
    (
        # One row for each attempt, so that beginning one writes one: it holds what its intent is (every intent has a first
        # attempt) and its first send, which leaves when it begins. Without an `outcome` that send has no answer.
        """CREATE TABLE tries (
            id TEXT PRIMARY KEY, family TEXT NOT NULL, identity TEXT NOT NULL, number INTEGER NOT NULL,
            fingerprint TEXT NOT NULL, order_id TEXT, operation TEXT NOT NULL, connection TEXT NOT NULL,
            channel TEXT NOT NULL, api TEXT NOT NULL, store TEXT, vendor_id TEXT NOT NULL, state TEXT NOT NULL,
            amount BIGINT, currency TEXT, tax_free BIGINT, vat BIGINT, due_at DOUBLE PRECISION, target TEXT,
            vendor_ref TEXT, seen TEXT NOT NULL, expected BIGINT, owner TEXT NOT NULL,
            lease_until DOUBLE PRECISION NOT NULL, begun_at DOUBLE PRECISION NOT NULL, proof TEXT, note TEXT, claim TEXT,
            decided_by TEXT, decided_at DOUBLE PRECISION, sent INTEGER NOT NULL, outcome TEXT,
            answered_at DOUBLE PRECISION, UNIQUE (identity, family, number))""",
        """INSERT INTO tries (id, family, identity, number, fingerprint, order_id, operation, connection, channel, api, store,
            vendor_id, state, amount, currency, tax_free, vat, due_at, target, vendor_ref, seen, expected, owner,
            lease_until, begun_at, proof, note, claim, decided_by, decided_at, sent, outcome, answered_at)
            SELECT a.id, i.family, i.identity, a.number, i.fingerprint, i.order_id, a.operation, a.connection, a.channel,
            a.api, a.store, a.vendor_id, a.state, a.amount, a.currency, a.tax_free, a.vat, a.due_at, a.target, a.vendor_ref,
            a.seen, a.expected, a.owner, a.lease_until, a.begun_at, a.proof, a.note, a.claim, a.decided_by, a.decided_at,
            (SELECT count(*) FROM sends s WHERE s.attempt = a.id), nullif(f.outcome, 'open'), f.answered_at
            FROM attempts a JOIN intents i ON i.id = a.intent LEFT JOIN sends f ON f.attempt = a.id AND f.number = 1""",
        # What was sent after that: few attempts have any.
        """CREATE TABLE resends (
            attempt TEXT NOT NULL REFERENCES tries (id), number INTEGER NOT NULL,
            sent_at DOUBLE PRECISION NOT NULL, outcome TEXT NOT NULL, answered_at DOUBLE PRECISION,
            PRIMARY KEY (attempt, number))""",
        """INSERT INTO resends (attempt, number, sent_at, outcome, answered_at)
            SELECT attempt, number, sent_at, outcome, answered_at FROM sends WHERE number > 1""",
        "DROP TABLE sends",
        "DROP TABLE attempts",
        "DROP TABLE intents",
        "ALTER TABLE tries RENAME TO attempts",
        "CREATE UNIQUE INDEX one_open_attempt ON attempts (identity, family) WHERE state = 'open'",
        "CREATE UNIQUE INDEX one_claim ON attempts (claim) WHERE claim IS NOT NULL",
        "CREATE INDEX unknown_attempts ON attempts (begun_at, id) WHERE state = 'unknown'",
        "CREATE INDEX attempts_by_time ON attempts (begun_at, id)",
        # What an attempt of a charge goes by is mostly its order id, by which it is found anyway; and nothing that begins has
        # a name of the vendor's yet. So these are of the others alone, and beginning an attempt leaves them alone.
        "CREATE INDEX attempts_by_order ON attempts (order_id) WHERE order_id <> identity",
        "CREATE INDEX attempts_by_vendor_id ON attempts (vendor_id) WHERE vendor_id <> identity",
        "CREATE INDEX attempts_by_vendor_ref ON attempts (vendor_ref) WHERE vendor_ref IS NOT NULL",
    ),
)
