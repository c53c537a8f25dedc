"""Pictures with Content Credentials, signed here by a camera works that nobody else knows."""

import io
import shutil
import subprocess

import pytest

from tests.media import shots

c2pa = pytest.importorskip("c2pa")
TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
AI = TYPES + "trainedAlgorithmicMedia"
CAMERA = TYPES + "digitalCapture"
ROOT = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
LEAF = (
    "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\n"
    "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nauthorityInfoAccess=OCSP;URI:{ocsp}\n"
)


class Works:
    """Signs pictures. anchor: the certificate, as PEM, of who vouches for it."""

    def __init__(self, folder, ocsp="http://127.0.0.1:9/"):
        if shutil.which("openssl") is None:
            pytest.skip("certificates are made with openssl")
        self.folder = folder
        (folder / "root.ext").write_text(ROOT)
        (folder / "leaf.ext").write_text(LEAF.format(ocsp=ocsp))
        for name, subject in (("root", "/O=Test Press/CN=Test Root"), ("leaf", "/O=Test Camera Works/CN=Camera 7")):
            self._run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.ec")
            self._run("pkcs8", "-topk8", "-nocrypt", "-in", f"{name}.ec", "-out", f"{name}.key")
            self._run("req", "-new", "-key", f"{name}.key", "-subj", subject, "-out", f"{name}.csr")
        by_root = ["-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]
        self._certify("root", "-signkey", "root.key")
        self._certify("leaf", *by_root)
        self.anchor = (folder / "root.pem").read_text()

    def _run(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def _certify(self, name, *by):
        how = ["-days", "900", "-extfile", f"{name}.ext", "-out", f"{name}.pem"]
        self._run("x509", "-req", "-in", f"{name}.csr", *by, *how)

    def _signer(self):
        chain = (self.folder / "leaf.pem").read_bytes() + (self.folder / "root.pem").read_bytes()
        return c2pa.Signer.from_info(
            c2pa.C2paSignerInfo(
                alg=b"es256", sign_cert=chain, private_key=(self.folder / "leaf.key").read_bytes(), ta_url=None
            )
        )

    def sign(self, data=None, *, source=AI, action="c2pa.created", at="", edited=None, part=None, kind="image/jpeg"):
        """The picture, signed, as bytes.

        at       an address: the manifest lies there, and the picture only says so
        edited   the signed picture that this one came from
        part     a signed picture that was put into this one
        """
        actions = [{"action": action, "softwareAgent": {"name": "Painting Machine"}, "digitalSourceType": source}]
        builder = c2pa.Builder(
            {
                "claim_generator_info": [{"name": "Painting Machine", "version": "3"}],
                "format": kind,
                "assertions": [{"label": "c2pa.actions", "data": {"actions": actions}}],
            }
        )
        if edited:
            data = edited
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)  # it opens the older picture first
        if part:
            about = {"title": "part.jpg", "relationship": "componentOf"}
            builder.add_ingredient(about, "image/jpeg", io.BytesIO(part))
        if at:
            builder.set_no_embed()
            builder.set_remote_url(at)
        out = io.BytesIO()
        self.manifest = builder.sign(self._signer(), kind, io.BytesIO(data or shots.jpeg()), out)
        return out.getvalue()
