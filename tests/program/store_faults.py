# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with an object store, and on the way to it."""

import threading

import ceph_store
import way_faults


class Fault(way_faults.Fault):
    """What goes wrong on the way to a bucket, or in it."""

    #: The pictures arrive all the same.
    is_overcome = False
    #: What starts the program.
    starter = ()
    environment = {}


class Refused(way_faults.Refused, Fault):
    words = "cannot connect to 127.0.0.1"


class Restarted(Refused):
    title = "nobody listens, for a second and a half"
    words = ""
    is_overcome = True

    def __init__(self, *more):
        super().__init__(*more)
        threading.Timer(1.5, self.way.open).start()

    def heal(self):
        pass


class Silent(way_faults.Silent, Fault):
    words = "127.0.0.1"


class Cut(way_faults.Cut, Fault):
    words = "127.0.0.1"


class Slow(way_faults.Slow, Fault):
    is_overcome = True


class WrongKey(Fault):
    title = "the key is wrong"
    words = "SignatureDoesNotMatch"
    environment = {"AWS_SECRET_ACCESS_KEY": "another-one"}


class WrongBucket(Fault):
    title = "there is no such bucket"
    words = "(NoSuchBucket)"

    def __init__(self, bucket, way):
        super().__init__(bucket, way)
        bucket.drop()

    def heal(self):
        self.server.make()


class WrongRegion(Fault):
    title = "the region is wrong"
    #: Ceph takes every region.
    words = "" if ceph_store.IS_CHOSEN else "us-east-1, not eu-west-7"
    is_overcome = True
    environment = {"AWS_REGION": "eu-west-7"}


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
        self.server.limit(10)

    def heal(self):
        self.server.limit(10_000_000)


FAULTS = (Refused, Cut, Full, WrongKey, WrongBucket, WrongRegion, WrongClock, Slow, Restarted, Silent)
