# What a target's python is given by `-c`, each line of this file joined to the
# next by a semicolon, followed by: bytes of the payload, nonce, 1 to compress.
#
# It says that it runs, by writing its nonce in hexadecimal, reads exactly the
# payload from descriptor 0, inflates it, splits it at its zero bytes and executes the first part.
#
# It goes through the login shell of a target, whichever that is (sh, bash,
# zsh, fish, csh): within single quotes none of them touches it, as it has no
# quote, exclamation mark, dollar sign, backtick, backslash or newline. It
# parses on Python 2 too: one that is too old writes its version, as
# sys.hexversion, leaves the payload for the next python, and exits with 86.
# The first entry of sys.path is the current folder: nothing is imported from there.
import os,sys
sys.path[:sys.path[0]==str()]=[]
import zlib
n,k=map(int,sys.argv[1:3])
os.write(1,(hex(k)+chr(10)).encode())
sys.version_info<(3,6) and sys.exit(os.write(1,(hex(sys.hexversion)+chr(10)).encode()) and 86)
b=bytearray()
[b.extend(os.read(0,n-len(b)) or sys.exit(1)) for _ in iter(lambda:len(b)<n,False)]
d=zlib.decompress(bytes(b)).split(bytes(1))
exec(d[0])
