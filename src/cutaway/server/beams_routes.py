"""Routes of the prediction room: beams."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State


def beams_router(state: State) -> APIRouter:
    """Routes."""
    return APIRouter(prefix="/api", responses=PROBLEMS)
