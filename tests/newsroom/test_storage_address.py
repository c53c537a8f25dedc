"""STORAGE_URL: a folder here, a bucket elsewhere, or a sentence that says how to write it."""

import pytest

from newsroom import environment


@pytest.fixture
def storage(monkeypatch, tmp_path):
    def setting(address):
        monkeypatch.setenv("STORAGE_URL", address)
        return environment.storage("STORAGE_URL", tmp_path, "originals")

    return setting


def test_without_an_address_files_stay_on_this_machine(storage, tmp_path):
    assert storage("")["OPTIONS"] == {"location": tmp_path}


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("s3://anh-bao", {"bucket_name": "anh-bao"}),
        (
            "s3://khoa:b%2Fi@kho.example:9000/anh-bao",
            {
                "bucket_name": "anh-bao",
                "endpoint_url": "https://kho.example:9000",
                "access_key": "khoa",
                "secret_key": "b/i",
            },
        ),
        ("s3+http://a:b@127.0.0.1/anh", {"bucket_name": "anh", "endpoint_url": "http://127.0.0.1"}),
    ],
)
def test_a_bucket_is_named_by_one_address(storage, address, wanted):
    options = storage(address)["OPTIONS"]
    assert options["location"] == "originals" and wanted.items() <= options.items()


@pytest.mark.parametrize("address", ["ftp://kho/anh", "s3://", "s3://host/a/b", "anh"])
def test_an_address_that_cannot_be_read_says_how_it_should_look(storage, address):
    with pytest.raises(environment.Unreadable, match="s3://"):
        storage(address)
