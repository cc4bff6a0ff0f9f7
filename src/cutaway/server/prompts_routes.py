"""Routes of the prediction room: prompts."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State


def prompts_router(state: State) -> APIRouter:
    """Routes."""
    return APIRouter(prefix="/api", responses=PROBLEMS)
