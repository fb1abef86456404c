"""Workers of this computer answer those who know their secret, and no others."""

import socket

from analys.batch.cluster import open_local


def test_workers_answer_those_who_know_the_secret(tmp_path):
    with open_local(1, tmp_path) as client:
        answer = client.submit(pow, 2, 10).result(timeout=60)
        host, port = client.scheduler.address.partition("://")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=60) as stranger:
            # A stranger gets a challenge, answers wrongly, and is shut out.
            stranger.sendall(bytes(32))
            heard = b""
            while len(heard) < 64:
                heard += stranger.recv(64 - len(heard))
            stranger.sendall(bytes(32))
            rest = stranger.recv(1)

    assert answer == 1024
    assert host == "127.0.0.1"
    assert rest == b""
    room = tmp_path / "processed" / ".alla"
    assert [path.name for path in room.iterdir()] == ["las"]
