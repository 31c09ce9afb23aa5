import asyncio, sys
from playwright.async_api import async_playwright
async def main():
    async with async_playwright() as p:
        b=await p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-background-networking"])
        for w,h,scheme in ((1280,800,"light"),(360,740,"light"),(1280,800,"dark")):
            c=await b.new_context(viewport={"width":w,"height":h},color_scheme=scheme,locale="vi-VN",has_touch=w<500)
            pg=await c.new_page()
            pg.on("console", lambda m: print("console",m.text)); pg.on("pageerror", lambda e: print("error",e))
            await pg.goto("http://127.0.0.1:18080/"); await pg.wait_for_timeout(900)
            await pg.screenshot(path=f"/tmp/ktd/mine/s-{sys.argv[1]}-{w}-{scheme}.png")
            await c.close()
        await b.close()
asyncio.run(main())
