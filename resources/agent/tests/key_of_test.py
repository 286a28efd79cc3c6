"""A public key: `gpg --quick-gen-key 'Repository of a test <test@example.org>' ed25519`, made for tests."""

import base64

KEY = """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawhWuhYJKwYBBAHaRw8BAQdA4/rR1FcPrGXN6gGHyO2Nhb9jGgCEXIzy/xSl
gD1kgj60J1JlcG9zaXRvcnkgb2YgYSB0ZXN0IDx0ZXN0QGV4YW1wbGUub3JnPoiQ
BBMWCAA4FiEELoOs3KZIao/c7nRAE+VTRWsHIoMFAmsIVroCGwMFCwkIBwIGFQoJ
CAsCBBYCAwECHgECF4AACgkQE+VTRWsHIoP/dwEAwZJ6JnLleFeS8eBrT/vnrdqm
gUBeIkYwP1xTqQi+62kBAJTxcj3ii1/9wt7x6YR7kGfO4Ohj/n4IRGgeSdLv5G0G
=OBrR
-----END PGP PUBLIC KEY BLOCK-----
"""
BINARY = base64.b64decode("".join(KEY.split("\n")[2:-3]))
