"""The PortOne V2 API (`api.portone.io`) for pgbridge."""
