"""Take single worlds out of a network: the pool, or one expert."""

from __future__ import annotations

from bayesnet.inference.query import Network, Table


def first_world(network: Network) -> Network:
    """Return the network of the first world alone: the pool, where there are experts."""
    return only_world(network, 0)


def only_world(network: Network, world: int) -> Network:
    """Return the network as one world has it."""
    return Network(
        sizes=network.sizes,
        tables={
            name: Table(
                scope=table.scope,
                values=table.values[..., (at := min(world, table.values.shape[-1] - 1)) : at + 1],
            )
            for name, table in network.tables.items()
        },
    )
