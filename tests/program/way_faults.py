# SPDX-License-Identifier: Apache-2.0
"""What can go wrong on the way to a server, by object_store.Way."""


class Fault:
    """What goes wrong until it is healed."""

    #: What it is called in docs/reliability.md.
    title = ""
    #: What the program says of it, once; empty: nothing.
    words = ""
    #: It takes long.
    is_long = False
    #: What the way does.
    on_the_way = None

    def __init__(self, server, way):
        self.server = server
        self.way = way
        self.way.fault = self.on_the_way

    def heal(self):
        self.way.fault = None


class Refused(Fault):
    title = "nobody listens"

    def __init__(self, *more):
        super().__init__(*more)
        self.way.close()

    def heal(self):
        self.way.open()


class Silent(Fault):
    title = "no answer comes"
    is_long = True
    on_the_way = "silent"


class Cut(Fault):
    title = "connections break off"
    on_the_way = "cut"


class Slow(Fault):
    title = "everything takes long"
    on_the_way = "slow"
