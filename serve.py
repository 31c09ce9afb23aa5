import asyncio, sys
sys.path.insert(0,"/tmp/ktd/wt-playground")
from pathlib import Path
from bot.app import run_playground
asyncio.run(run_playground(Path("/tmp/ktd/mine/data"),"127.0.0.1",18080))
