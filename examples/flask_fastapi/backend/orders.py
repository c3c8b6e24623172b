"""What this service is for: the orders of whoever asks. The same in both variants."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from watchword.fastapi import Auth


class Order(BaseModel):
    number: str
    title: str
    ordered: str
    total: str


ORDERS = [
    Order(number="2041", title="The Silence of Walnut Trees", ordered="Yesterday", total="24.00 €"),
    Order(number="2038", title="Maps for People Who Stay", ordered="12 November", total="31.50 €"),
    Order(number="2035", title="A Field Guide to Lanterns", ordered="2 November", total="18.90 €"),
]


def orders_router(auth: Auth) -> APIRouter:
    router = APIRouter(tags=["orders"])

    # The token is checked before the function runs: signature, issuer, audience, lifetime, scope.
    @router.get("/orders")
    async def orders(claims: Annotated[dict[str, Any], Depends(auth.requires("orders:read"))]) -> list[Order]:
        return ORDERS

    @router.get("/healthz")
    async def healthz() -> str:
        return "ok"

    return router
