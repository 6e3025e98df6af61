import pytest

from pgbridge.webhooks import Webhooks

SECRET = "whsec_pzQGE83cSIRKM4/WH5QY+g=="
NOW = 1_714_521_662


@pytest.fixture
def v2():
    return Webhooks("v2", secrets=[SECRET], clock=lambda: float(NOW))


@pytest.fixture
def v1():
    return Webhooks("v1", clock=lambda: float(NOW))
