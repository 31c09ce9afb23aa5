import asyncio, tempfile, time, sys, logging
sys.path.insert(0,"/tmp/ktd/wt-playground")
from pathlib import Path
from bot.app import playing, Time
from bot.playground.half_year import HalfYear
import bot.app; print(bot.app.__file__)
logging.basicConfig(level=logging.INFO)
for n in ("apscheduler","telegram","httpx","aiohttp","asyncio"): logging.getLogger(n).setLevel(logging.WARNING)
async def main():
    d=Path(tempfile.mkdtemp()); t=Time()
    async with playing(d,t) as stage:
        h=HalfYear(stage); t0=time.time(); h.begin(); p=await h.finished(); print("took",time.time()-t0,p)
        w=stage.playground.world
        g=list(w.groups)[0]
        for m in stage.playground.person(1001).sees(g)[-4:]: print(m.text[:500], list(m.raw))
        print([c.answer for c in stage.playground.calls if not c.ok][:20])
        print(len(w.updates.waiting(1000)), len(stage.playground.calls))
asyncio.run(main())
