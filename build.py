"""python build.py <command>: hands over to krama.cli."""

from krama.cli import run

if __name__ == "__main__":
    run()
