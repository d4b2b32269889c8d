# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with an object store, and on the way to it."""

import threading

import ceph_store


class Fault:
    """What goes wrong on the way to a bucket, until it is healed."""

    #: What it is called in docs/reliability.md.
    title = ""
    #: What the program says of it, once; empty: nothing.
    words = ""
    #: The pictures arrive all the same.
    is_overcome = False
    #: It takes a minute or more.
    is_long = False
    #: What starts the program.
    starter = ()

    def __init__(self, bucket, way):
        self.bucket = bucket
        self.way = way
        self.environment = {}

    def heal(self):
        self.way.fault = None


class Refused(Fault):
    title = "nobody listens"
    words = "cannot connect to 127.0.0.1"

    def __init__(self, *more):
        super().__init__(*more)
        self.way.close()

    def heal(self):
        self.way.open()


class Restarted(Refused):
    title = "nobody listens, for a second and a half"
    words = ""
    is_overcome = True

    def __init__(self, *more):
        super().__init__(*more)
        threading.Timer(1.5, self.way.open).start()

    def heal(self):
        pass


class Silent(Fault):
    title = "no answer comes"
    words = "127.0.0.1"
    is_long = True

    def __init__(self, *more):
        super().__init__(*more)
        self.way.fault = "silent"


class Cut(Fault):
    title = "connections break off"
    words = "127.0.0.1"

    def __init__(self, *more):
        super().__init__(*more)
        self.way.fault = "cut"


class Slow(Fault):
    title = "everything takes long"
    is_overcome = True

    def __init__(self, *more):
        super().__init__(*more)
        self.way.fault = "slow"


class WrongKey(Fault):
    title = "the key is wrong"
    words = "SignatureDoesNotMatch"

    def __init__(self, *more):
        super().__init__(*more)
        self.environment = {"AWS_SECRET_ACCESS_KEY": "another-one"}


class WrongBucket(Fault):
    title = "there is no such bucket"
    words = "(NoSuchBucket)"

    def __init__(self, bucket, way):
        super().__init__(bucket, way)
        bucket.drop()

    def heal(self):
        self.bucket.make()


class WrongRegion(Fault):
    title = "the region is wrong"
    #: Ceph takes every region.
    words = "" if ceph_store.IS_CHOSEN else "us-east-1, not eu-west-7"
    is_overcome = True

    def __init__(self, *more):
        super().__init__(*more)
        self.environment = {"AWS_REGION": "eu-west-7"}


class WrongClock(Fault):
    title = "the clock of this machine is wrong"
    words = "3 h ahead of that of 127.0.0.1"
    is_overcome = True
    starter = ("faketime", "-f", "+3h")


class Full(Fault):
    title = "the bucket is full"
    words = "no space left"

    def __init__(self, *more):
        super().__init__(*more)
        self.bucket.limit(10)

    def heal(self):
        self.bucket.limit(10_000_000)


FAULTS = (Refused, Cut, Full, WrongKey, WrongBucket, WrongRegion, WrongClock, Slow, Restarted, Silent)
