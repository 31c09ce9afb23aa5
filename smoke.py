import asyncio, sys, logging, tempfile
from pathlib import Path
sys.path.insert(0,"/tmp/ktd/mine")
logging.basicConfig(level=logging.INFO)
for n in ("apscheduler","telegram","httpx","aiohttp","asyncio"): logging.getLogger(n).setLevel(logging.WARNING)
from bot.app import playing, Time
from datetime import timedelta
GROUP=-4001
async def settle(stage, t=0.25):
    w=stage.playground.world; seen=-1
    for _ in range(60):
        await asyncio.sleep(t)
        if w.changes==seen: return
        seen=w.changes
def show(stage,pid,n=1,chat=None):
    for m in stage.playground.person(pid).sees(chat)[-n:]:
        r=m.raw; kb=[[b["text"] for b in row] for row in r.get("reply_markup",{}).get("inline_keyboard",[])]
        print(f"  {'BOT' if m.by_bot else r['from']['first_name']}: {r.get('text') or list(r)}  {kb if kb else ''}")
async def main():
    d=Path(tempfile.mkdtemp())
    t=Time()
    async with playing(d,t) as stage:
        P=stage.playground.person
        async def say(pid,text,chat=None,n=1):
            print(f"{P(pid).user.name}> {text}"); P(pid).types(text,chat); await settle(stage,0.05); show(stage,pid,n,chat)
        async def tap(pid,label,chat=None,n=1):
            print(f"{P(pid).user.name}> [{label}]")
            for m in reversed(P(pid).sees(chat)):
                if m.by_bot and any(label in b["text"] for row in m.raw.get("reply_markup",{}).get("inline_keyboard",[]) for b in row):
                    full=[b["text"] for row in m.raw["reply_markup"]["inline_keyboard"] for b in row if label in b["text"]][0]
                    P(pid).taps(m,full); break
            else: print("  NO BUTTON",label); return
            await settle(stage,0.05); show(stage,pid,n,chat)
        for a in stage.cast:
            P(a.id).starts(a.code); await settle(stage,0.05)
            await tap(a.id,"Đồng ý",n=0); P(a.id).types(f"{a.name}, {a.title}"); await settle(stage,0.05)
        show(stage,1001,3)
        await say(1001,"/nhom",GROUP)
        await say(1001,"/dotcham")
        await tap(1001,"Đợt mới"); await tap(1001,"Sơ kết 6 tháng"); await tap(1001,"Sơ kết 6 tháng đầu năm"); await tap(1001,"ngan-10")
        await say(1001,"2 tuần nữa 17h"); await tap(1001,"Xác nhận")
        show(stage,1005,1); show(stage,1001,1,GROUP)
        await tap(1005,"Chấm tiếp"); await tap(1005,"Chấm tiếp")
        for v in ["9,5 – BC số 45/BC-SXD ngày 12/6/2026","8","7 5","9","9","9","9","9","9","10"]: await say(1005,v)
        await tap(1005,"Xem lại và nộp"); await tap(1005,"Nộp")
        show(stage,1006,1); show(stage,1001,1,GROUP)
        await say(1003,"/tinhhinh"); await tap(1003,"Nhắc đơn vị chưa nộp")
        for _ in range(3):
            await stage.to_next_due(); await settle(stage,0.2); print(t.now()); show(stage,1007,1)
        await say(1001,"/dotcham"); await tap(1001,"Sơ kết 6 tháng đầu năm"); await tap(1001,"Đóng đợt"); await tap(1001,"Xác nhận"); await tap(1001,"Công bố"); await tap(1001,"Xác nhận")
        await asyncio.sleep(3); show(stage,1001,3,GROUP); show(stage,1001,2)
        await say(1007,"xếp hạng")
asyncio.run(main())
