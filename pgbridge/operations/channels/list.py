"""`channels.list`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.account import ChannelSetting
from pgbridge.operations.base import Operation


class ListChannels(Operation[tuple[ChannelSetting, ...]], frozen=True, kw_only=True):
    """List the channels of the account, with their keys.

    V1 only, `GET /users/pg`; V2 shows them in its console.
    """

    name: ClassVar[str] = "channels.list"
