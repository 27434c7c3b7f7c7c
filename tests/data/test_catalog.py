"""The catalog: every published file has a checksum and an address."""

from gradatim.data import catalog


def test_every_published_file_has_a_checksum_and_a_way_to_get_it() -> None:
    for name, source in catalog.SOURCES.items():
        assert source.license
        assert source.citation
        for file, published in source.files.items():
            kind, _, value = published.checksum.partition(":")
            assert kind in ("sha256", "contents")
            assert len(value) == 64
            packed_here = (name == "cifar-10" and file != "cifar-10-python.tar.gz") or name in (
                "tinystories",  # the first stories of larger files
                "african-storybook",
            )
            assert published.addresses or packed_here or file.endswith(".whl")
