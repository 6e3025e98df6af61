"""A config is read whole: every mistake in one message, secrets only by reference."""

import pytest

from pgbridge import Bridge, ConfigError
from pgbridge.config import find, parse, read

GOOD = """
[connections.v1]
api = "v1"
environment = "test"
key = {env = "T_KEY"}
secret = {env = "T_SECRET"}

[connections.v2]
api = "v2"
environment = "live"
secret = {file = "secret.txt"}
store_id = "store-1"

[channels.inicis]
connection = "v2"
provider = "inicis-v2"
key = "channel-key-1"

[channels.nice-old]
connection = "v1"
provider = "nice"
pg = "nice.MID1"
vat = "designated"
contracts = ["escrow"]

[sellers.kim]
tier = "ABC"
channels = ["inicis"]

[[routes]]
operations = ["payments.charge_card"]
channels = {inicis = 3, nice-old = 1}
fallback = ["nice-old"]

[ledger]
url = "sqlite:///money.sqlite3"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("T_KEY", "key-value-1")
    monkeypatch.setenv("T_SECRET", "secret-value-1")
    (tmp_path / "secret.txt").write_text("file-secret-1\n")
    (tmp_path / "pgbridge.toml").write_text(GOOD)
    return tmp_path


def test_a_whole_config(folder):
    config = read(folder / "pgbridge.toml")
    assert config.connections["v2"].credentials["secret"].reveal() == "file-secret-1"
    assert config.channels["nice-old"].contracts == {"escrow", "vat", "tax-free"}
    assert config.sellers["kim"].tier == "ABC"
    assert config.routes[0].weights == {"inicis": 3.0, "nice-old": 1.0}
    assert config.ledger_url == f"sqlite:///{folder / 'money.sqlite3'}"


def test_secrets_are_not_shown(folder):
    shown = repr(read(folder / "pgbridge.toml"))
    assert not any(secret in shown for secret in ("key-value-1", "secret-value-1", "file-secret-1"))


def test_every_mistake_is_listed():
    with pytest.raises(ConfigError) as caught:
        parse(
            {
                "connections": {
                    "v1": {
                        "api": "v1",
                        "environment": "test",
                        "base_url": "api.shop",
                        "key": {"env": "NOT_SET_ANYWHERE"},
                    }
                },
                "channels": {
                    "a": {"connection": "nowhere", "provider": "nice"},
                    "b": {"connection": "v1", "provider": "nice", "contracts": ["magic"]},
                },
                "sellers": {"kim": {"channels": ["c"]}},
                "routes": [{"channels": {"z": 0}}],
            }
        )
    text = str(caught.value)
    for part in (
        "NOT_SET_ANYWHERE",
        "base_url: must begin",
        "needs `secret",
        "'nowhere'",
        "'magic'",
        "'c'",
        "'z'",
        "weight must be more than 0",
    ):
        assert part in text


def test_a_channel_names_where_it_leads():
    connections = {"v1": {"api": "v1", "environment": "test"}, "v2": {"api": "v2", "environment": "test"}}
    channels = {
        "a": {"connection": "v1", "provider": "nice"},
        "b": {"connection": "v2", "provider": "nice-v2"},
    }
    with pytest.raises(ConfigError) as caught:
        parse({"connections": connections, "channels": channels})
    assert "channels.a: V1 needs pg" in str(caught.value)
    assert "channels.b: V2 needs key" in str(caught.value)


def test_what_no_plugin_offers_is_told_at_once(folder):
    (folder / "pgbridge.toml").write_text(GOOD.replace('"inicis-v2"', '"inicsi"').replace('"nice"', '"ncie"'))
    with pytest.raises(ConfigError) as caught:
        Bridge.from_config(folder / "pgbridge.toml")
    assert "channels.inicis.provider: 'inicsi' is not known on v2" in str(caught.value)
    assert "channels.nice-old.provider: 'ncie'" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ({"connections": {"v1": {"api": "v1"}}}, "environment"),
        ({"connections": {"v1": {"api": "v1", "environment": "prod"}}}, "connections"),
        ({"connections": {"v1": {"api": "v1", "environment": "test", "secret": "plain-text"}}}, "secret"),
        ({"channel": {}}, "unknown field"),
        ({"channels": {"a": {"connection": "x", "provider": "p", "vat": "none"}}}, "vat"),
    ],
)
def test_wrong_shapes_name_the_place_and_not_the_value(data, part):
    with pytest.raises(ConfigError) as caught:
        parse(data)
    assert part in str(caught.value)
    assert "plain-text" not in str(caught.value)


def test_broken_toml(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text("[connections")
    with pytest.raises(ConfigError, match="not valid TOML"):
        read(path)


def test_where_a_config_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PGBRIDGE_CONFIG", raising=False)
    with pytest.raises(ConfigError, match="PGBRIDGE_CONFIG"):
        find()
    (tmp_path / "pgbridge.toml").write_text("")
    assert find().name == "pgbridge.toml"
    monkeypatch.setenv("PGBRIDGE_CONFIG", str(tmp_path / "other.toml"))
    with pytest.raises(ConfigError, match="other.toml"):
        find()
