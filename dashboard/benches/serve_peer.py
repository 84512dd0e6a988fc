"""``python -m dashboard.benches.serve_peer KEY POINTS MANY``: one map peer over the first ``MANY`` points of a file."""

import sys

import numpy as np
from dash import Dash
from waitress.server import create_server

from dashboard.benches.peers import PEERS


def main(key: str, file: str, many: int) -> None:
    """Serve one peer on a free port until ended."""
    with np.load(file) as held:
        points = {name: held[name][:many] for name in held.files}
    peer = next(each for each in PEERS if each.key == key)
    app = Dash("peer", serve_locally=True)
    layout = peer.layout(points)
    app.layout = layout
    server = create_server(app.server, host="127.0.0.1", port=0, threads=4)
    sys.stdout.write(f"http://127.0.0.1:{server.effective_port}\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
