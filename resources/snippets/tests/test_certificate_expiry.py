import datetime
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from . import ROOT  # noqa: F401
import certificate_expiry

UTC = datetime.timezone.utc
files = certificate_expiry.CertificateExpiry.files


class CertificateCase(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        os.mkdir(self.at("certs"))

    def at(self, name):
        return os.path.join(self.folder, name)

    def openssl(self, *words):
        done = subprocess.run(
            ("openssl",) + words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
            universal_newlines=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def make(self, name, days, subject="/O=Test/CN=localhost", *more):
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem")
        self.openssl("req", "-x509", *key, "-subj", subject, "-out", name, "-days", str(days), *more)
        return self.at(name)


class Files(CertificateCase):
    def test_a_certificate_says_what_openssl_says(self):
        path = self.make("one.pem", 90)
        (found,) = files(path)
        self.assertEqual((found.state, found.place), ("ok", path))
        self.assertIn(found.days_left, (89, 90))
        self.assertEqual((found.subject, found.issuer), ("localhost", "localhost"))
        for option, moment in (("-enddate", found.expires), ("-startdate", found.begins)):
            said = self.openssl("x509", "-noout", option, "-in", path).strip().partition("=")[2]
            self.assertEqual(datetime.datetime.strptime(said, "%b %d %H:%M:%S %Y %Z").replace(tzinfo=UTC), moment)

    def test_those_that_expire_first_are_in_front(self):
        self.make("certs/late.pem", 400)
        self.make("certs/soon.pem", 7)
        found = files(self.at("certs/*.pem"))
        self.assertEqual([os.path.basename(each.place) for each in found], ["soon.pem", "late.pem"])
        self.assertEqual([each.state for each in found], ["expires soon", "ok"])
        (soon,) = files(self.at("certs/*.pem"), only_soon=True)
        self.assertEqual(os.path.basename(soon.place), "soon.pem")

    def test_one_far_in_the_future_has_four_digits_of_the_year(self):
        (found,) = files(self.make("far.pem", 36500))
        self.assertGreater(found.expires.year, 2100)

    def test_a_chain_and_der(self):
        one, two = self.make("one.pem", 90, "/CN=one"), self.make("two.pem", 80, "/CN=two")
        with open(self.at("chain.pem"), "w") as chain:
            for path in (one, two):
                with open(path) as file:
                    chain.write("a comment\n" + file.read())
        self.assertEqual([each.subject for each in files(self.at("chain.pem"))], ["two", "one"])
        self.openssl("x509", "-in", "one.pem", "-outform", "DER", "-out", "one.der")
        self.assertEqual([each.subject for each in files(self.at("*.der"))], ["one"])

    def test_names(self):
        (found,) = files(self.make("utf.pem", 90, "/CN=b\u00fccher.example", "-utf8"))
        self.assertEqual(found.subject, "b\u00fccher.example")
        (found,) = files(self.make("none.pem", 90, "/O=Only an organisation"))
        self.assertEqual(found.subject, "Only an organisation")

    def test_what_is_no_certificate_is_left_out(self):
        with open(self.at("certs/bad.pem"), "w") as file:
            file.write("-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n")
        with open(self.at("certs/text.pem"), "w") as file:
            file.write("hello")
        self.make("certs/good.pem", 90)
        self.assertEqual([os.path.basename(each.place) for each in files(self.at("certs/*.pem"))], ["good.pem"])

    def test_every_beginning_of_a_certificate_is_refused(self):
        with open(self.make("one.pem", 90)) as file:
            der = ssl.PEM_cert_to_DER_cert(file.read())
        for size in range(len(der)):
            with self.assertRaises(ValueError):
                certificate_expiry._certificate(der[:size], "", 30)

    def test_the_certificates_of_this_machine(self):
        bundle = "/etc/ssl/certs/ca-certificates.crt"
        if not os.path.exists(bundle):
            self.skipTest("there is no bundle of certificates here")
        with open(bundle) as file:
            count = len(re.findall("BEGIN CERTIFICATE", file.read()))
        found = files(bundle)
        self.assertEqual(len(found), count)
        self.assertTrue(all(each.subject and each.expires > each.begins for each in found))


class Server(CertificateCase):
    def serve(self, path):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path, self.at("key.pem"))
        listening = socket.socket()
        self.addCleanup(listening.close)
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)

        def run():
            plain, _ = listening.accept()
            with context.wrap_socket(plain, server_side=True) as secure:
                # Until the other side closes.
                secure.recv(1)

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)
        return listening.getsockname()[1]

    def test_what_a_server_shows(self):
        port = self.serve(self.make("one.pem", 7))
        found = certificate_expiry.CertificateExpiry.server("127.0.0.1", port)
        self.assertEqual((found.place, found.subject), ("127.0.0.1:%d" % port, "localhost"))
        self.assertEqual(found.state, "expires soon")

    def test_no_server(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            with self.assertRaises(ConnectionRefusedError):
                certificate_expiry.CertificateExpiry.server("127.0.0.1", free.getsockname()[1])
