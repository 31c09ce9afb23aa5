import asyncio, sys
from playwright.async_api import async_playwright
async def main():
    async with async_playwright() as p:
        b=await p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-background-networking"])
        c=await b.new_context(viewport={"width":1280,"height":800},locale="vi-VN"); pg=await c.new_page()
        pg.on("console", lambda m: print("console",m.text)); pg.on("pageerror", lambda e: print("error",e))
        await pg.goto("http://127.0.0.1:18080/"); await pg.wait_for_timeout(500)
        await pg.click("#play"); await pg.wait_for_timeout(8000); await pg.screenshot(path="p-mid.png")
        for _ in range(100):
            await pg.wait_for_timeout(1000)
            if (await pg.text_content("#progress-line")).startswith(("Xong","Dừng")): break
        await pg.wait_for_timeout(1500); print(await pg.text_content("#progress-line")); await pg.screenshot(path="p-end.png"); await b.close()
asyncio.run(main())
