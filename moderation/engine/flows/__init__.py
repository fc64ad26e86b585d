"""Rules on the facts of a piece: what cannot be read from its words. `facts.toml` says which facts there are."""

from collections.abc import Mapping

from . import rights, sources, standing
from .draft import Flow, FlowDraft

FLOWS: Mapping[str, Flow] = {
    flow.__name__: flow
    for flow in (
        rights.permission,
        rights.pictures,
        rights.licence_conflict,
        rights.quotation,
        rights.similarity,
        rights.authorship,
        standing.missing,
        standing.certificates,
        standing.filing,
        standing.scope,
        standing.outdated,
        standing.interests,
        sources.case,
        sources.retracted,
        sources.broken,
        sources.repost,
        sources.undeclared,
        sources.label_missing,
        sources.unverified,
    )
}

__all__ = ["FLOWS", "Flow", "FlowDraft"]
