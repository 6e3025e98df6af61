"""The PortOne V1 API (`api.iamport.kr`) for pgbridge."""
