"""The generators that are measured, one module each."""

from peers import eleventy, hugo, krama, pelican, zola
from peers.base import Peer

ALL: tuple[Peer, ...] = (hugo.PEER, zola.PEER, eleventy.PEER, pelican.PEER, krama.PEER)
