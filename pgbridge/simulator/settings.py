"""What a merchant would set in the console: secrets, channels, stores, tiers."""

from collections.abc import Mapping

from msgspec import Struct

V1_KEY = "simulator-imp-key"
V1_SECRET = "simulator-imp-secret"  # noqa: S105 - opens nothing but the simulator
V2_SECRET = "simulator-portone-api-secret"  # noqa: S105 - opens nothing but the simulator
WEBHOOK_SECRET = "whsec_c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0"  # noqa: S105 - vouches for nothing but the simulator
STORE = "store-00000000-0000-4000-8000-000000000001"


class Channel(Struct, frozen=True, kw_only=True):
    """One channel: `provider` is the PG module in V2's spelling (`NICE_V2`), V1 shows it in lower case.

    What its PG can do, where that is known: `unsupported` are the requests it does not take, by their names in the PG
    modules; `methods` the pay methods of those that are limited, by request; `partial_cancel` whether a part can be
    cancelled (None: its pages do not say, so it can); `cancels_later` whether a cancellation is only taken down
    (`REQUESTED`) and done 10 minutes later.
    """

    key: str
    provider: str
    merchant_id: str
    live: bool = False
    name: str = ""
    unsupported: tuple[str, ...] = ()
    methods: Mapping[str, tuple[str, ...]] = {}
    partial_cancel: bool | None = None
    cancels_later: bool = False


class Notices(Struct, frozen=True, kw_only=True):
    """Where and how an API tells the shop what happened.

    :ivar url: of the console; a payment may name its own
    :ivar secret: what V2 signs with
    :ivar version: of V2's messages, `2024-04-25` or `2024-01-01`
    :ivar form: V1, and V2's older version, write a form instead of JSON
    :ivar resends: how often V1 tries again, a minute apart; PortOne's support sets up to 5
    :ivar confirm_url: asked before a payment that a buyer made in a window is approved
    """

    url: str | None = None
    secret: str = WEBHOOK_SECRET
    version: str = "2024-04-25"
    form: bool = False
    resends: int = 0
    confirm_url: str | None = None

    def __repr__(self) -> str:
        """Leave the secret out."""
        return f"Notices(url={self.url!r}, version={self.version!r})"


class Promotion(Struct, frozen=True, kw_only=True):
    """A discount that the merchant pays for: on payments from `amount_from` on, `percent` of them.

    `starts_at` and `ends_at` are UNIX seconds.
    """

    id: str
    name: str
    percent: int
    card_company: str
    starts_at: float
    ends_at: float
    amount_from: int = 0
    budget: int = 1_000_000
    currency: str = "KRW"


class Settings(Struct, frozen=True, kw_only=True):
    """The console of the pretend merchant.

    `channels=None` accepts every channel key, `pg` and group as a test channel; a key such as
    `channel-key-inicis-v2` says which PG it is. Where channels are named, V1's read of one payment shows those of test
    channels only with `include_sandbox=true`, as the real one does; many clients cannot say that. `stores=None` accepts
    every store id. `tiers` maps a V1 tier code to its store id; `None` gives each code a store
    `store-<code>`. `groups` are the smart routing groups: group id to channel keys. `max_attempts`
    limits the attempts of one order (V2 `MAX_TRANSACTION_COUNT_REACHED`). `lists_tests=False` leaves the
    attempts of test channels out of V1's lists by order, as it may be in the real service. `profiles` are the
    checkout profiles: profile key to (means of payment, channel key); `None` takes every key for one.
    `partners` are those of the partner settlement; `None` takes every id for one.
    """

    v1_key: str = V1_KEY
    v1_secret: str = V1_SECRET
    v2_secret: str = V2_SECRET
    merchant_id: str = "merchant-00000000-0000-4000-8000-000000000001"
    store_id: str = STORE
    stores: tuple[str, ...] | None = None
    tiers: Mapping[str, str] | None = None
    channels: tuple[Channel, ...] | None = None
    groups: Mapping[str, tuple[str, ...]] = {}
    max_attempts: int | None = None
    lists_tests: bool = True
    promotions: tuple[Promotion, ...] = ()
    profiles: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    partners: tuple[str, ...] | None = None
    v1_notices: Notices = Notices()
    v2_notices: Notices = Notices()

    def __repr__(self) -> str:
        """Leave the secrets out."""
        return f"Settings(store_id={self.store_id!r})"
