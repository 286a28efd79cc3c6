import datetime
import http.server
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

from . import ROOT, tls_files
from .file_case import IS_ROOT, NOBODY

sys.path.insert(0, os.path.join(ROOT, "tools"))
import network  # noqa: E402

Network = network.Network
# Recorded from /proc/net of Linux 6.18 on x86-64, of sockets that a Python had opened; other lines left out.
TCP = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   3: 0100007F:CB3B 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 3366977 2 000000000c80f18a 100 0 0 10 0                   
  11: 0100007F:A00F 0100007F:9CD4 06 00000000:00000000 03:00000B4F 00000000     0        0 0 3 00000000cc7e484e                                      
  40: 0100007F:B5D4 0100007F:CB3B 01 00000000:00000000 00:00000000 00000000     0        0 3366978 2 00000000b82245ab 20 0 0 10 -1                   
"""
TCP6 = """  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:C08D 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3366979 1 000000003e2d99d1 100 0 0 10 0
"""
UDP = """   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
 8862: 00000000:DD03 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3366980 2 000000006d5c74c2 0       
"""


def can_have_a_network():
    """Whether a process here can have a network of its own, and `ip` to set it up."""
    command = ["unshare", "--net", "ip", "link", "set", "lo", "up"]
    try:
        return subprocess.call(command, stderr=subprocess.DEVNULL) == 0
    except FileNotFoundError:
        return False


class Interfaces(unittest.TestCase):
    def test_of_this_machine(self):
        found = {each.name: each for each in Network.interfaces()}
        self.assertEqual(sorted(found), sorted(name for _, name in socket.if_nameindex()))
        lo = found["lo"]
        self.assertIn("127.0.0.1/8", lo.ipv4)
        self.assertEqual((lo.is_up, lo.mac, lo.mtu >= 1500), (True, None, True))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
            sending.sendto(b"x" * 1000, ("127.0.0.1", 9))
        again = {each.name: each for each in Network.interfaces()}["lo"]
        self.assertGreaterEqual(again.sent, lo.sent + 1000)

    @unittest.skipUnless(IS_ROOT and can_have_a_network(), "needs root, ip and unshare")
    def test_several_addresses_and_one_without_any(self):
        # In a network of its own, so that this machine keeps its addresses.
        script = (
            "ip link set lo up; ip addr add 192.0.2.1/24 dev lo; ip addr add 192.0.2.129/25 dev lo;"
            "ip link add v0 type veth peer name v1 && ip link set v0 address 02:00:00:00:00:01 mtu 1400;"
            'exec "$@"'
        )
        code = "import sys; sys.path[:0] = sys.argv[1:]; import network; print(network.Network.interfaces())"
        python = [sys.executable, "-c", code, ROOT, os.path.join(ROOT, "tools")]
        command = ["unshare", "--net", "sh", "-c", script, "sh"] + python
        done = subprocess.run(command, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 0)
        found = {each.name: each for each in eval(done.stdout, {"Interface": network.Interface})}
        self.assertEqual(found["lo"].ipv4[:3], ["127.0.0.1/8", "192.0.2.1/24", "192.0.2.129/25"])
        if "v0" in found:
            v0 = found["v0"]
            self.assertEqual((v0.is_up, v0.mac, v0.mtu, v0.ipv4), (False, "02:00:00:00:00:01", 1400, []))


class Ports(unittest.TestCase):
    def test_of_this_process(self):
        with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            udp.bind(("127.0.0.1", 0))
            port, other = tcp.getsockname()[1], udp.getsockname()[1]
            self.assertEqual([each for each in Network.listening("tcp") if each.pid == os.getpid() and each.port == port], [])
            tcp.listen(1)
            with open("/proc/self/comm") as file:
                name = file.read().strip()
            found = Network.listening()
            mine = [each for each in found if each.port == port and each.protocol == "tcp"][0]
            self.assertEqual((mine.address, mine.pid, mine.process), ("127.0.0.1", os.getpid(), name))
            self.assertIn(("udp", other, os.getpid()), [(each.protocol, each.port, each.pid) for each in found])
            self.assertEqual({each.protocol for each in Network.listening("udp")}, {"udp"})
            self.assertEqual([each.port for each in found], sorted(each.port for each in found))

    def test_of_ipv6(self):
        if not socket.has_ipv6 or not os.path.exists("/proc/net/if_inet6"):
            return
        with socket.socket(socket.AF_INET6) as tcp:
            tcp.bind(("::1", 0))
            tcp.listen(1)
            port = tcp.getsockname()[1]
            self.assertIn(("::1", port), [(each.address, each.port) for each in Network.listening("tcp")])

    @unittest.skipUnless(IS_ROOT, "needs another user's process")
    def test_of_another_user_without_the_process(self):
        code = (
            "import socket, sys; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1);"
            "print(s.getsockname()[1], flush=True); sys.stdin.read()"
        )
        child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(child.communicate)
        port = int(child.stdout.readline())
        os.setresuid(NOBODY.pw_uid, NOBODY.pw_uid, 0)
        try:
            found = Network.listening("tcp")
        finally:
            os.setresuid(0, 0, 0)
        mine = [each for each in found if each.port == port][0]
        self.assertEqual((mine.user, mine.pid, mine.process), ("root", None, None))
        mine = [each for each in Network.listening("tcp") if each.port == port][0]
        self.assertEqual(mine.pid, child.pid)

    def test_parser(self):
        if sys.byteorder == "little":
            self.assertEqual(network.parse_sockets(TCP, "0A"), [("127.0.0.1", 52027, 0, 3366977)])
            self.assertEqual(network.parse_sockets(TCP6, "0A"), [("::1", 49293, 0, 3366979)])
            self.assertEqual(network.parse_sockets(UDP, "07"), [("0.0.0.0", 56579, 0, 3366980)])
        with self.assertRaisesRegex(ValueError, "no protocol 'icmp'"):
            Network.listening("icmp")


class Tcp(unittest.TestCase):
    def test_open_and_closed(self):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            port = server.getsockname()[1]
            found = Network.tcp_check("127.0.0.1", port)
            self.assertEqual((found.is_open, found.address, found.error), (True, "127.0.0.1", None))
            self.assertTrue(0 <= found.latency_ms < 5000)
        found = Network.tcp_check("127.0.0.1", port)
        self.assertEqual(found, (False, "127.0.0.1", port, "127.0.0.1", None, "Connection refused."))

    def test_a_name_that_is_none(self):
        # What a resolver says of it; without a network a real one would only be slow.
        unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        with mock.patch.object(socket, "getaddrinfo", side_effect=unknown):
            found = Network.tcp_check("no-such-host.invalid", 80)
            other = Network.http_check("http://no-such-host.invalid/")
        self.assertEqual((found.is_open, found.address), (False, None))
        self.assertEqual(found.error, "The name cannot be looked up: Name or service not known.")
        self.assertEqual((other.ok, other.error), (False, found.error))
        self.assertIn("cannot be looked up", Network.tcp_check("a" * 64 + ".invalid", 80).error)

    def test_a_name_that_is_not_looked_up_in_time(self):
        stop = threading.Event()
        self.addCleanup(stop.set)
        with mock.patch.object(socket, "getaddrinfo", side_effect=lambda *_: stop.wait()):
            found = Network.tcp_check("slow.example", 80, timeout=0.2)
        self.assertEqual(found.error, "The name was not looked up within 0.2 s.")

    def test_one_that_does_not_answer(self):
        with socket.socket() as server:
            # Linux leaves those unanswered that a full queue has no room for.
            server.bind(("127.0.0.1", 0))
            server.listen(0)
            address = server.getsockname()
            waiting = []
            try:
                for _ in range(3):
                    waiting.append(socket.socket())
                    waiting[-1].setblocking(False)
                    waiting[-1].connect_ex(address)
                found = Network.tcp_check(*address, timeout=0.3)
            finally:
                for each in waiting:
                    each.close()
        self.assertEqual((found.is_open, found.error), (False, "No connection within 0.3 s."))

    def test_bad_input_is_refused(self):
        for host, port in (("", 80), ("a b", 80), ("a\n", 80), ("a\0", 80), ("x" * 300, 80), ("a", 0), ("a", 65536)):
            with self.assertRaises(ValueError):
                Network.tcp_check(host, port)
        for timeout in (0, -1, float("nan"), 1e9):
            with self.assertRaises(ValueError):
                Network.tcp_check("localhost", 80, timeout=timeout)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path
        if path.startswith("/to?"):
            code, _, where = path[4:].partition(",")
            self.send_response(int(code))
            self.send_header("Location", where)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        code = int(path[1:]) if path[1:].isdigit() else 200
        body = "caf\xe9".encode("latin-1") if path == "/latin" else b"x" * 3000000 if path == "/big" else b"all is well"
        self.send_response(code)
        self.send_header("Content-Type", "text/plain; charset=" + ("iso-8859-1" if path == "/latin" else "no-such"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            # The first MiB of the large one is enough.
            pass

    def log_message(self, *args):
        pass


class HttpCase(unittest.TestCase):
    def serve(self, certificate=None):
        """The address of a server that runs until the end of the test."""
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        server.handle_error = lambda *_: None
        if certificate is not None:
            folder = tempfile.mkdtemp()
            self.addCleanup(shutil.rmtree, folder)
            path = os.path.join(folder, "server.pem")
            with open(path, "w") as file:
                file.write(tls_files.KEY + certificate)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()

        def stop():
            server.shutdown()
            thread.join()
            server.server_close()

        self.addCleanup(stop)
        return "%s://127.0.0.1:%d" % ("https" if certificate else "http", server.server_address[1])

    def serve_raw(self, answer):
        """The address of a server that does with its one connection what `answer` does."""
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen(1)

        def run():
            connection, _ = server.accept()
            with connection:
                try:
                    answer(connection)
                except OSError:
                    # The other end has gone.
                    pass

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(server.close)
        self.addCleanup(thread.join)
        return "http://127.0.0.1:%d/" % server.getsockname()[1]


class Http(HttpCase):
    def test_what_is_expected(self):
        url = self.serve()
        found = Network.http_check(url + "/")
        self.assertEqual((found.ok, found.status, found.url, found.size, found.error), (True, 200, url + "/", 11, None))
        self.assertEqual((found.certificate_expires, found.certificate_days), (None, None))
        self.assertTrue(0 < found.time_ms < 10000)
        self.assertTrue(Network.http_check(url, text="is well").ok)
        self.assertTrue(Network.http_check(url + "/404", status=404).ok)
        self.assertTrue(Network.http_check(url + "/latin", text="caf\xe9").ok)
        self.assertEqual(Network.http_check(url + "/big").size, network.MAX_BODY)

    def test_what_is_not(self):
        url = self.serve()
        for path, options, status, error in (
            ("/404", {}, 404, "The status is 404."),
            ("/503", {"status": 200}, 503, "The status is 503, not 200."),
            ("/", {"status": 204}, 200, "The status is 200, not 204."),
            ("/", {"text": "is bad"}, 200, "The text is not in it."),
        ):
            found = Network.http_check(url + path, **options)
            self.assertEqual((found.ok, found.status, found.error), (False, status, error))

    def test_redirects(self):
        url, other = self.serve(), self.serve()
        for code in (301, 302, 303, 307, 308):
            found = Network.http_check("%s/to?%d,%s/404" % (url, code, other), status=404)
            self.assertEqual((found.ok, found.url), (True, other + "/404"))
            found = Network.http_check("%s/to?%d,%s/404" % (url, code, other), follow=False)
            self.assertEqual((found.ok, found.status), (True, code))
        self.assertTrue(Network.http_check(url + "/to?302,/204", status=204).ok)
        found = Network.http_check(url + "/to?302,/to?302,/")
        self.assertTrue(found.ok, found)

    def test_redirects_that_are_not_followed(self):
        url = self.serve()
        for where in ("file:///etc/passwd", "FILE:/etc/passwd", "ftp://127.0.0.1/", "data:,x", "gopher://127.0.0.1/"):
            for code in (301, 308):
                found = Network.http_check("%s/to?%d,%s" % (url, code, where), text="root:")
                self.assertFalse(found.ok)
                self.assertIn("which is not of the web", found.error)

    def test_a_circle(self):
        server = self.serve()
        original = Handler.do_GET

        def circle(handler):
            handler.path = "/to?302,/again"
            original(handler)

        with mock.patch.object(Handler, "do_GET", circle):
            found = Network.http_check(server)
        self.assertEqual((found.ok, found.error), (False, "It redirects more than 10 times, or in a circle."))

    def test_a_server_that_does_not_end(self):
        stop = threading.Event()
        self.addCleanup(stop.set)

        def drip(connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            # Each of them in time, but never all.
            while not stop.wait(0.02):
                connection.sendall(b"X-More: 1\r\n")

        begin = time.monotonic()
        found = Network.http_check(self.serve_raw(drip), timeout=0.5)
        self.assertEqual((found.ok, found.error), (False, "No whole answer within 0.5 s."))
        self.assertLess(time.monotonic() - begin, 20)

    def test_a_server_that_is_none(self):
        found = Network.http_check(self.serve_raw(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n")))
        self.assertRegex(found.error, r"^It does not speak HTTP as it should: ")
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            url = "http://127.0.0.1:%d" % server.getsockname()[1]
        self.assertEqual(Network.http_check(url).error, "Connection refused.")

    def test_a_proxy_is_not_used(self):
        url = self.serve()
        with mock.patch.dict(os.environ, http_proxy="http://127.0.0.1:1", HTTP_PROXY="http://127.0.0.1:1"):
            self.assertTrue(Network.http_check(url).ok)

    def test_bad_input_is_refused(self):
        for url in (
            "file:///etc/passwd", "ftp://a/", "127.0.0.1", "http://", "http:///x", "http://a b/", "http://a/\r\nX: 1",
            "http://user:secret@a/", "http://a:99999/", "http://a:x/", "http://a..b/", "http://a/" + "x" * 9000, "",
        ):
            with self.assertRaises(ValueError, msg=url):
                Network.http_check(url)

    def test_what_is_not_ascii(self):
        url = self.serve()
        self.assertTrue(Network.http_check(url + "/caf\xe9?q=\xfc").ok)


class Https(HttpCase):
    def test_one_that_is_trusted(self):
        url = self.serve(tls_files.GOOD)
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "ca.pem")
        with open(path, "w") as file:
            file.write(tls_files.GOOD)
        with mock.patch.dict(os.environ, SSL_CERT_FILE=path):
            found = Network.http_check(url, text="all is well")
        self.assertEqual((found.ok, found.error), (True, None))
        self.assertEqual(found.certificate_expires.isoformat(), tls_files.GOOD_UNTIL)
        left = found.certificate_expires - datetime.datetime.now(datetime.timezone.utc)
        self.assertIn(found.certificate_days, (left.days, left.days + 1))

    def test_one_that_is_not(self):
        url = self.serve(tls_files.GOOD)
        found = Network.http_check(url)
        self.assertEqual((found.ok, found.status), (False, None))
        what = r".*self.signed" if sys.version_info >= (3, 7) else "it is not trusted, or has expired"
        self.assertRegex(found.error, "^The certificate is not accepted: " + what)
        self.assertEqual(found.certificate_expires.isoformat(), tls_files.GOOD_UNTIL)
        self.assertTrue(Network.http_check(url, verify=False).ok)

    def test_one_that_has_expired(self):
        url = self.serve(tls_files.OLD)
        found = Network.http_check(url)
        self.assertIn("The certificate is not accepted", found.error)
        self.assertEqual(found.certificate_expires.isoformat(), tls_files.OLD_UNTIL)
        self.assertLess(found.certificate_days, -1)
        found = Network.http_check(url, verify=False)
        self.assertEqual((found.ok, found.certificate_expires.isoformat()), (True, tls_files.OLD_UNTIL))

    def test_a_server_without_tls(self):
        url = self.serve().replace("http:", "https:")
        found = Network.http_check(url)
        self.assertEqual((found.ok, found.certificate_days), (False, None))
        self.assertTrue(re.search("SSL|TLS|wrong version", found.error), found.error)

    def test_bytes_that_are_no_certificate(self):
        good = ssl.PEM_cert_to_DER_cert(tls_files.GOOD)
        self.assertEqual(network.not_after(good).isoformat(), tls_files.GOOD_UNTIL)
        for length in range(150):
            network.not_after(good[:length])
        for bad in (b"", b"\x30", b"\xff" * 300, b"\x30\x84\xff\xff\xff\xff", bytes(100)):
            self.assertIsNone(network.not_after(bad))


if __name__ == "__main__":
    unittest.main()
