"""The TCP sockets of this kernel as a provider that halfclose can drive.

Speaks the provider protocol over stdin and stdout: one JSON object a line. Each BSD call stands for the Winsock call that
descends from it, each errno for the Winsock error of the same name. What Linux has no counterpart of is answered with
"unsupported".
"""

import errno
import json
import os
import platform
import random
import select
import socket
import struct
import sys
import time

# Seconds that a blocking call waits before it counts as pending, and that a settle waits for what is on its way.
PROMPTLY = 0.005
QUIET = 0.02
# Seconds that a settle waits at most for connection attempts for which there is room. The kernel repeats a request that
# found the backlog full after one second, then after two, then after four.
PATIENCE = 8.0

ERRORS = {
    errno.EACCES: "WSAEACCES",
    errno.EADDRINUSE: "WSAEADDRINUSE",
    errno.EADDRNOTAVAIL: "WSAEADDRNOTAVAIL",
    errno.EAFNOSUPPORT: "WSAEAFNOSUPPORT",
    errno.EAGAIN: "WSAEWOULDBLOCK",
    errno.EALREADY: "WSAEALREADY",
    errno.EBADF: "WSAENOTSOCK",
    errno.ECONNABORTED: "WSAECONNABORTED",
    errno.ECONNREFUSED: "WSAECONNREFUSED",
    errno.ECONNRESET: "WSAECONNRESET",
    errno.EFAULT: "WSAEFAULT",
    # A connection attempt that goes on is WSAEWOULDBLOCK on a nonblocking socket.
    errno.EINPROGRESS: "WSAEWOULDBLOCK",
    errno.EINTR: "WSAEINTR",
    errno.EINVAL: "WSAEINVAL",
    errno.EISCONN: "WSAEISCONN",
    errno.EMFILE: "WSAEMFILE",
    errno.EMSGSIZE: "WSAEMSGSIZE",
    errno.ENETDOWN: "WSAENETDOWN",
    errno.ENOBUFS: "WSAENOBUFS",
    errno.ENOPROTOOPT: "WSAENOPROTOOPT",
    errno.ENOTCONN: "WSAENOTCONN",
    errno.ENOTSOCK: "WSAENOTSOCK",
    errno.EOPNOTSUPP: "WSAEOPNOTSUPP",
    # Winsock has no EPIPE: sending where sending is over is WSAESHUTDOWN.
    errno.EPIPE: "WSAESHUTDOWN",
    errno.ETIMEDOUT: "WSAETIMEDOUT",
}

DIRECTIONS = {"SD_SEND": socket.SHUT_WR, "SD_RECEIVE": socket.SHUT_RD, "SD_BOTH": socket.SHUT_RDWR}

UNSUPPORTED = {"unsupported": True}
PENDING = {"pending": True}
# The states of a TCP socket that has been connected, and the others that matter here.
CONNECTED = (1, 4, 5, 6, 8, 9, 11)
SYN_SENT, LISTEN = 2, 10


def ok(**fields):
    return {"ok": fields}


def error(code):
    name = ERRORS.get(code)
    if name is None:
        raise OSError(code, f"no Winsock error stands for errno {errno.errorcode.get(code, code)}")
    return {"error": name}


def tcp_info(sock):
    """The state of a socket, and of a listening one how many requests wait and how many may."""
    info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    unacked, sacked = struct.unpack_from("=II", info, 24)
    return info[0], unacked, sacked


class Pending:
    """A blocking call that has not ended."""

    def __init__(self, name, call, attempt):
        self.name, self.call, self.attempt = name, call, attempt


class Session:
    """A world of its own: its sockets have an address of their own, so that no other session can meet them."""

    ports = 20000

    def __init__(self, address):
        self.address = address
        self.sockets = {}
        self.blocking = {}
        self.places = {}
        self.attempts = {}
        self.pending = []

    def close(self):
        self.pending = []
        for sock in self.sockets.values():
            sock.close()
        self.sockets = {}

    def add(self, name, sock):
        sock.setblocking(False)
        self.sockets[name] = sock
        self.blocking[name] = True

    def call(self, name, call, args):
        handler = getattr(self, "call_" + call, None)
        if handler is None:
            return UNSUPPORTED
        if call != "WSASocket" and name not in self.sockets:
            return error(errno.ENOTSOCK)
        self.reap(name)
        try:
            return handler(name, **args)
        except OSError as failure:
            return error(failure.errno)

    def reap(self, name):
        """Takes note that an attempt has succeeded: Linux would have the next connect say so, Winsock has no such call."""
        place = self.attempts.get(name)
        if place is not None and tcp_info(self.sockets[name])[0] in CONNECTED:
            del self.attempts[name]
            self.sockets[name].connect_ex(place)

    def attempt(self, name, call, attempt):
        """Makes a call that may block: on a blocking socket it is pending if it does not end promptly."""
        try:
            return attempt(0 if not self.blocking[name] else PROMPTLY)
        except BlockingIOError:
            if not self.blocking[name]:
                raise
            self.pending.append(Pending(name, call, attempt))
            return PENDING

    def advance(self):
        """The blocking calls that have ended by now, oldest first."""
        completed, left = [], []
        for one in self.pending:
            try:
                result = one.attempt(0)
            except BlockingIOError:
                left.append(one)
                continue
            except OSError as failure:
                result = error(failure.errno)
            completed.append({"socket": one.name, "completes": one.call, "result": result})
        self.pending = left
        return completed

    def is_on_its_way(self):
        """Whether a connection attempt goes on to a listener that has room for it, or to nobody at all."""
        room = {}
        for name, sock in self.sockets.items():
            state, waiting, most = tcp_info(sock)
            if state == LISTEN:
                room[sock.getsockname()] = waiting <= most
        for name, sock in self.sockets.items():
            if tcp_info(sock)[0] == SYN_SENT and room.get(self.attempts.get(name), True):
                return True
        return False

    def call_WSASocket(self, name, group=0):
        if group != 0:
            return UNSUPPORTED
        self.add(name, socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        return ok()

    def call_bind(self, name):
        sock = self.sockets[name]
        # The same port again in the next session of this address must not wait for the end of TIME_WAIT.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        Session.ports = 20000 + (Session.ports - 19999) % 10000
        sock.bind((self.address, Session.ports))
        self.places[name] = sock.getsockname()
        return ok()

    def call_listen(self, name, backlog):
        self.sockets[name].listen(backlog)
        self.places.setdefault(name, self.sockets[name].getsockname())
        return ok()

    def call_ioctlsocket(self, name, nonblocking):
        self.blocking[name] = not nonblocking
        return ok()

    def call_setsockopt(self, name, option, onoff=False, linger=0, value=False):
        if option != "SO_LINGER":
            return UNSUPPORTED
        self.sockets[name].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", onoff, linger))
        return ok()

    def call_getsockopt(self, name, option):
        sock = self.sockets[name]
        if option == "SO_LINGER":
            onoff, seconds = struct.unpack("ii", sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))
            return ok(onoff=onoff != 0, linger=seconds)
        if option == "SO_ACCEPTCONN":
            return ok(value=sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) != 0)
        if option == "SO_ERROR":
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            return ok(value=0 if code == 0 else error(code)["error"])
        return UNSUPPORTED

    def call_WSAConnect(self, name, to, callerData=None, calleeDataLen=None):
        if callerData is not None or calleeDataLen is not None:
            return UNSUPPORTED
        sock, place = self.sockets[name], self.places[to]
        code = sock.connect_ex(place)
        if code == 0:
            return ok()
        if code != errno.EINPROGRESS:
            return error(code)
        self.attempts[name] = place

        def attempt(seconds):
            if not select.select([], [sock], [], seconds)[1]:
                raise BlockingIOError(errno.EINPROGRESS, "")
            self.attempts.pop(name, None)
            code = sock.connect_ex(place)
            return ok() if code in (0, errno.EISCONN) else error(code)

        if not self.blocking[name]:
            return error(code)
        return self.attempt(name, "WSAConnect", attempt)

    def call_WSAAccept(self, name, condition, **args):
        if condition is not None:
            return UNSUPPORTED
        listener, accepted = self.sockets[name], args["as"]

        def attempt(seconds):
            select.select([listener], [], [], seconds)
            sock, _ = listener.accept()
            self.add(accepted, sock)
            self.blocking[accepted] = self.blocking[name]
            self.places[accepted] = sock.getsockname()
            return {"ok": {}, "condition": {"called": False}}

        return self.attempt(name, "WSAAccept", attempt)

    def call_send(self, name, data, call="send"):
        sock, rest = self.sockets[name], memoryview(data.encode("latin-1"))
        sent = 0

        def attempt(seconds):
            nonlocal rest, sent
            select.select([], [sock], [], seconds)
            count = sock.send(rest)
            sent, rest = sent + count, rest[count:]
            if len(rest) > 0 and self.blocking.get(name):
                raise BlockingIOError(errno.EAGAIN, "")
            return ok(sent=sent)

        return self.attempt(name, call, attempt)

    def call_WSASend(self, name, data):
        return self.call_send(name, data, "WSASend")

    def call_recv(self, name, len, call="recv"):
        sock = self.sockets[name]

        def attempt(seconds):
            select.select([sock], [], [], seconds)
            return ok(data=sock.recv(len).decode("latin-1"))

        return self.attempt(name, call, attempt)

    def call_WSARecv(self, name, len):
        return self.call_recv(name, len, "WSARecv")

    def call_shutdown(self, name, how):
        self.sockets[name].shutdown(DIRECTIONS[how])
        return ok()

    def call_closesocket(self, name):
        self.pending = [one for one in self.pending if one.name != name]
        self.attempts.pop(name, None)
        self.sockets.pop(name).close()
        return ok()


class Provider:
    def __init__(self):
        self.sessions = {}
        self.settling = []
        # Unlike that of another such program that runs at the same time.
        self.network = f"127.{random.randint(1, 254)}.{random.randint(0, 255)}"

    def answer(self, request):
        op = request["op"]
        if op == "hello":
            return ok(protocol=1, provider=f"{platform.system()} {platform.release()}", profile="tcp")
        if op == "bye":
            return ok()
        number = request["session"]
        if op == "open":
            self.sessions[number] = Session(f"{self.network}.{number % 254 + 1}")
            return ok()
        if op == "close":
            self.sessions.pop(number).close()
            return ok()
        if op != "call":
            raise ValueError(f"there is no operation {op}")
        session = self.sessions[number]
        before = session.advance()
        result = session.call(request["socket"], request["call"], request["args"])
        completed = before + session.advance()
        return {"result": result, **({"completed": completed} if completed else {})}

    def settle(self, numbers):
        """Waits for several sessions together; what blocking calls have ended meanwhile, session by session."""
        sessions = [self.sessions[number] for number in numbers]
        completed = [[] for _ in sessions]
        end = time.monotonic() + PATIENCE
        while True:
            time.sleep(QUIET)
            news = [session.advance() for session in sessions]
            for ended, more in zip(completed, news):
                ended.extend(more)
            if any(news):
                continue
            if time.monotonic() > end or not any(session.is_on_its_way() for session in sessions):
                return completed


def write(message):
    sys.stdout.write(json.dumps(message) + "\n")


def settle_all(provider, requests):
    if not requests:
        return
    for request, completed in zip(requests, provider.settle([request["session"] for request in requests])):
        write({"id": request["id"], "ok": {}, **({"completed": completed} if completed else {})})
    requests.clear()


def main():
    provider, settling, rest = Provider(), [], b""
    while chunk := os.read(0, 1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            request = json.loads(line)
            if request["op"] == "settle":
                settling.append(request)
                continue
            settle_all(provider, settling)
            try:
                write({"id": request["id"], **provider.answer(request)})
            except Exception as failure:
                write({"id": request["id"], "failure": f"{type(failure).__name__}: {failure}"})
            if request["op"] == "bye":
                sys.stdout.flush()
                return
        settle_all(provider, settling)
        sys.stdout.flush()


main()
