// SPDX-License-Identifier: Apache-2.0
// Looks at the page in Chromium and prints, as JSON, what each check found: null, or what was wrong.
// Usage: node page_browser.cjs CONFIG, JSON with `tools`, `chromium`, `url` (serve), `gallery` and facts.
"use strict";

const path = require("path");
const config = JSON.parse(process.argv[2]);
const { chromium } = require(path.join(config.tools, "playwright-core"));
const axe = path.join(config.tools, "axe-core", "axe.min.js");
const results = {};
const complaints = [];

function expect(actual, wanted, what) {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (left !== right) {
    throw new Error(`${what || "value"} is ${left}, not ${right}`);
  }
}

function expectMatch(actual, pattern, what) {
  if (!pattern.test(actual)) {
    throw new Error(`${what || "text"} is ${JSON.stringify(actual)}, which does not match ${pattern}`);
  }
}

async function findings(page) {
  // By evaluation, since the page's policy lets no foreign script in.
  await page.evaluate(require("fs").readFileSync(axe, "utf8"));
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"], preload: false }));
  return found.violations.filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`);
}

async function main() {
  const browser = await chromium.launch({
    executablePath: config.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP *.test 127.0.0.1"],
  });

  async function open(address, options, work) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 }, timezoneId: "Europe/Berlin", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        complaints.push(`${address}: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => complaints.push(`${address}: ${error.message}`));
    page.on("request", (request) => {
      const own = [config.url, ...config.framed.map((each) => each.url), ...config.framed.map((each) => each.parent)];
      if (!own.some((url) => request.url().startsWith(url)) && !/^(data|file):/.test(request.url())) {
        complaints.push(`${address}: asks for ${request.url()}`);
      }
    });
    try {
      await page.goto(address);
      await work(page);
    } finally {
      await context.close();
    }
  }

  async function check(name, address, options, work) {
    if (config.only && !name.includes(config.only)) {
      return;
    }
    const before = complaints.length;
    const begin = Date.now();
    try {
      await open(address, options, work);
      const new_ones = complaints.slice(before);
      results[name] = new_ones.length > 0 ? new_ones.join("; ") : null;
    } catch (error) {
      results[name] = [error.message.split("\n").slice(0, 4).join(" "), ...complaints.slice(before)].join("; ");
    }
    process.stderr.write(`${Date.now() - begin} ms  ${name}: ${results[name] || "well"}\n`);
  }

  const shown = (page) => page.locator(".caption .time").textContent();
  const count = (page) => page.locator(".caption .count").textContent();
  const waitForTime = (page, text) =>
    page.waitForFunction((wanted) => document.querySelector(".caption .time").textContent === wanted, text);
  const day = (query) => `${config.url}day?${query}`;

  await check("tiles show each camera with its state in words", config.url, {}, async (page) => {
    await page.waitForSelector(".tile img");
    const tiles = await page.locator(".tile").evaluateAll((elements) => elements.map((element) =>
      [element.querySelector("h2").textContent, element.querySelector(".state").textContent]));
    expect(tiles, config.tiles, "tiles");
    expectMatch(await page.locator("[role=status]").textContent(), /^2 of 5 cameras are current; .*3 h ago/);
    expect(await page.evaluate(() => window.hostile), undefined, "what a hostile name ran");
  });

  await check("tiles take a new picture without a reload", `${config.url}?camera=1000&refresh=5`, {}, async (page) => {
    await page.waitForSelector(".tile img");
    let asked = 0;
    await page.route("**/api/cameras", async (route) => {
      const answer = await route.fetch();
      const body = await answer.json().catch(() => null);
      asked += 1;
      if (!body) {
        return route.fulfill({ response: answer });
      }
      body.cameras.find((camera) => camera.id === "1000").picture = config.other;
      return route.fulfill({ status: 200, json: body });
    });
    await page.evaluate(() => {
      window.kept = document.querySelector(".tile");
      // What was answered before does not count.
      window.ringPage.source.kept = {};
    });
    await page.waitForFunction((number) => document.querySelector(".tile img").src.includes(`v=${number}`),
      config.other);
    expect(await page.evaluate(() => window.kept === document.querySelector(".tile")), true, "the same tile");
    expect(asked > 0, true, "asked");
  });

  await check("one camera is as large as the window has room for", `${config.url}?camera=Garage`, {},
    async (page) => {
      const box = await page.locator(".tile").boundingBox();
      expect([box.width > 900, box.y + box.height <= 800], [true, true], "wide, and within the window");
    });

  await check("the state of a camera stands in one line", config.url, { viewport: { width: 320, height: 640 } },
    async (page) => {
      await page.waitForSelector(".tile img");
      const heights = await page.locator(".state").evaluateAll((elements) => elements.map((element) =>
        element.getBoundingClientRect().height));
      expect(heights.filter((height) => height > 26), [], "states of two lines");
    });

  await check("a day fits into a window with its controls", day("camera=1000&day=2026-09-21"),
    { viewport: { width: 1440, height: 900 } }, async (page) => {
      await page.waitForSelector(".picture img");
      const ends = await page.locator(".controls button").evaluateAll((elements) => elements.map((element) =>
        element.getBoundingClientRect().bottom));
      expect(ends.filter((end) => end > 900), [], "buttons below the window");
    });

  await check("tiles say that the server is silent", `${config.url}?refresh=5`, {}, async (page) => {
    await page.waitForSelector(".tile img");
    const real = page.context();
    await page.route("**/api/**", () => {});
    await page.evaluate(() => { window.ringPage.source.lastAnswer = Date.now() - 31000; });
    await page.waitForSelector(".banner:not([hidden])");
    expectMatch(await page.locator(".banner").textContent(), /has not answered/);
    void real;
  });

  for (const [width, scheme] of [[320, "dark"], [768, "light"], [1440, "light"]]) {
    await check(`tiles fit ${width} px, ${scheme}, without serious findings`, config.url,
      { viewport: { width, height: 800 }, colorScheme: scheme }, async (page) => {
        await page.waitForSelector(".tile img");
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "fits");
        expect(await findings(page), [], "findings");
      });
    await check(`a day fits ${width} px, ${scheme}, without serious findings`, day("camera=1000&day=2026-10-25"),
      { viewport: { width, height: 800 }, colorScheme: scheme }, async (page) => {
        await page.waitForSelector(".picture img");
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "fits");
        const small = await page.locator("button, select, input[type=date], a.button, a.back").evaluateAll((elements) =>
          elements.filter((element) => element.offsetParent && element.getBoundingClientRect().height < 44)
            .map((element) => element.textContent));
        expect(small, [], "buttons below 44 px");
        expect(await findings(page), [], "findings");
      });
  }

  await check("the kiosk shows pictures alone", `${config.url}?kiosk&columns=2&order=2000,1000&theme=dark`, {},
    async (page) => {
      await page.waitForSelector(".tile img");
      expect(await page.locator("h1").evaluate((element) => element.getBoundingClientRect().width < 200), true, "no title");
      expect(await page.locator(".tile h2").first().textContent(), "Garage", "the first");
    });

  await check("a day and the way back keep how the tiles look", `${config.url}?columns=2&theme=dark`, {},
    async (page) => {
      const theme = () => page.locator("html").getAttribute("data-theme");
      await page.locator(".tile", { hasText: "Garage" }).click();
      await page.waitForSelector(".picture img");
      await page.keyboard.press("Home");
      expect(await theme(), "dark", "theme of the day");
      await page.locator("a.back").click();
      await page.waitForSelector(".tile img");
      expect([await theme(), await page.locator(".grid.fixed").count()], ["dark", 1], "theme and fixed columns");
    });

  await check("a day in the kiosk has its buttons", `${config.url}?kiosk`, {}, async (page) => {
    await page.locator(".tile", { hasText: "Garage" }).click();
    await page.waitForSelector(".picture img");
    expect((await page.locator("a.back").boundingBox()).height >= 44, true, "the way back");
    await page.locator("a.back").click();
    await page.waitForSelector("html.kiosk .tile img");
  });

  await check("keys step through a day", day("camera=1000&day=2026-09-21"), {}, async (page) => {
    await waitForTime(page, "13:55:00");
    expect(await count(page), "24 of 24");
    await page.keyboard.press("ArrowLeft");
    await waitForTime(page, "13:50:00");
    await page.keyboard.press("Shift+ArrowLeft");
    await waitForTime(page, "12:50:00");
    await page.keyboard.press("Home");
    await waitForTime(page, "12:00:00");
    await page.keyboard.press("ArrowRight");
    await waitForTime(page, "12:05:00");
    expect(await page.locator("input[type=range]").getAttribute("aria-valuetext"), "12:05:00, picture 2 of 24");
    await page.waitForFunction(() => location.hash === "#t=12:05:00");
    await page.keyboard.press("End");
    await waitForTime(page, "13:55:00");
    await page.keyboard.press("]");
    await page.waitForFunction(() => location.search.includes("day=2026-10-25"));
    await page.keyboard.press("[");
    await page.waitForFunction(() => location.search.includes("day=2026-09-21"));
    await page.keyboard.press("l");
    await page.waitForFunction((today) => location.search.includes(today), config.today);
    await page.keyboard.press("?");
    await page.waitForSelector(".help:not([hidden])");
    await page.goBack();
    await page.waitForFunction(() => location.search.includes("day=2026-09-21"));
  });

  await check("a day is played, with three pictures in memory", day("camera=1000&day=2026-09-21#t=12:00:00"), {},
    async (page) => {
      await waitForTime(page, "12:00:00");
      for (let i = 0; i < 5; i += 1) {
        await page.keyboard.press("+");
      }
      expect(await page.locator(".rate").textContent(), "24 pictures/s");
      await page.keyboard.press(" ");
      await waitForTime(page, "13:55:00");
      await page.waitForFunction(() => document.querySelector(".play").getAttribute("aria-label") === "Play");
      await page.check("input[type=checkbox]");
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowRight");
      await waitForTime(page, "12:10:00");
    });

  for (const [what, address] of [["page", day("camera=1000&day=2026-09-21#t=12:00:00")],
    ["gallery", `${config.gallery}#camera=1000&day=2026-09-21&t=12:00:00`]]) {
    await check(`the address of the ${what} follows while a day is played`, address, {}, async (page) => {
      await waitForTime(page, "12:00:00");
      await page.keyboard.press("-");
      await page.keyboard.press("-");
      await page.evaluate(() => {
        window.written = [];
        const source = window.ringPage.source;
        const write = source.write;
        source.write = function (...values) {
          window.written.push(Date.now());
          write.apply(source, values);
        };
      });
      await page.keyboard.press(" ");
      await page.waitForFunction(() => window.written.length >= 3);
      expect(await page.locator(".play").getAttribute("aria-label"), "Pause", "the button");
      expectMatch(await page.evaluate(() => location.href), /camera=1000&day=2026-09-21[&#]t=1[23]:[0-5][05]:00$/,
        "address");
      expect(await page.evaluate(() => location.hash.endsWith("t=12:00:00")), false, "the first picture");
      const times = await page.evaluate(() => window.written);
      expect(times.slice(2).every((time, index) => time - times[index + 1] > 900), true, `once a second (${times})`);
      await page.keyboard.press(" ");
      await page.waitForFunction(() =>
        location.hash.endsWith("t=" + document.querySelector(".caption .time").textContent));
    });
  }

  await check("an address names camera, day and time", day("camera=1000&day=2026-09-21#t=12:31"), {}, async (page) => {
    await waitForTime(page, "12:35:00");
    expect(await page.title(), "Front Door, 21 Sep 2026");
  });

  await check("a day without pictures leads to the nearest", day("camera=1000&day=2026-09-25"), {}, async (page) => {
    await page.waitForSelector(".picture img");
    expectMatch(await page.locator("[role=status]").textContent(),
      /no pictures of Front Door on Friday 25 September 2026; .* Monday 21 September 2026/);
    await page.waitForFunction(() => location.search.includes("day=2026-09-21"));
  });

  await check("the calendar marks days with pictures", day("camera=1000&day=2026-10-25"), {}, async (page) => {
    await page.waitForSelector(".calendar button[aria-current]");
    const label = () => page.locator(".calendar td button").evaluateAll((all) => all.map((each) => each.textContent));
    expect(await label(), ["25"]);
    await page.click(".calendar button[aria-label='Previous month']");
    await page.waitForFunction(() => document.querySelector(".month").textContent === "September 2026");
    await page.click(".calendar td button");
    await page.waitForFunction(() => location.search.includes("day=2026-09-21"));
  });

  await check("the day of the autumn has 25 hours", day("camera=1000&day=2026-10-25"), { timezoneId: "Asia/Tokyo" },
    async (page) => {
      await page.waitForSelector(".hours span");
      const hours = await page.locator(".hours span").allTextContents();
      expect(hours.filter((hour) => hour.startsWith("02")), ["02 +02:00", "02 +01:00"]);
      expect(hours.length, 25);
      expect(await page.locator(".caption .zone").textContent(), "times in Europe/Berlin");
      await page.keyboard.press("Home");
      await waitForTime(page, "00:00:00 +02:00");
      for (const time of ["02:30:00 +02:00", "02:30:00 +01:00"]) {
        while (await shown(page) !== time) {
          await page.keyboard.press("ArrowRight");
        }
      }
      await page.waitForFunction(() => location.hash === "#t=02:30:00%2B01:00");
      await page.reload();
      await waitForTime(page, "02:30:00 +01:00");
    });

  await check("the day of the spring has 23 hours", day("camera=1000&day=2026-03-29"), { timezoneId: "Asia/Tokyo" },
    async (page) => {
      await page.waitForSelector(".hours span");
      const hours = await page.locator(".hours span").allTextContents();
      expect(hours.length, 23);
      expect(hours.includes("02"), false, "an hour that is left out");
    });

  await check("the viewer in the same zone is not told of it", day("camera=1000&day=2026-03-29"), {}, async (page) => {
    await page.waitForSelector(".picture img");
    expect(await page.locator(".caption .zone").textContent(), "");
  });

  await check("hostile names stay texts", day("camera=3000"), {}, async (page) => {
    await page.waitForSelector(".picture img");
    expect(await page.locator("select option:checked").textContent(), config.hostile);
    expect(await page.evaluate(() => window.hostile), undefined);
  });

  await check("the plain page needs no script", `${config.url}plain`, { javaScriptEnabled: false }, async (page) => {
    expect(await page.locator("img").count(), 4);
    expectMatch(await page.locator("p").first().textContent(), /2 of 5 cameras are current/);
  });

  await check("the page leads to the one without script", config.url, { javaScriptEnabled: false }, async (page) => {
    await page.click("a[href=plain]");
    await page.waitForSelector("img");
  });

  // Pages of another site show the page in a frame, for which browsers keep no cookie.
  for (const { where, parent, url, key } of config.framed) {
    const framed = (address) => `${parent}?${encodeURIComponent(url + address)}`;
    await check(`a key leads through the page in a frame, ${where}`, framed(`?key=${key}`), {},
      async (page) => {
        const frame = page.frameLocator("iframe");
        const isAt = (pattern) => page.frames()[1].waitForURL(pattern);
        await frame.locator(".tile img").first().waitFor();
        await frame.locator(".tile:has-text('Front Door')").click();
        await frame.locator(".picture img").waitFor();
        await isAt(/\/day\?.*key=/);
        await frame.locator("button[title='Previous day with pictures']").click();
        await frame.locator(".calendar td button").first().waitFor();
        await frame.locator(".picture img").waitFor();
        const link = await frame.locator("a[download]").getAttribute("href");
        expectMatch(link, new RegExp(`key=${key}`), "the address to download from");
        await frame.locator("a.back").click();
        await frame.locator(".tile img").first().waitFor();
        await isAt(/\/\?key=/);
      });
    await check(`a key stays when the plain page refreshes itself in a frame, ${where}`,
      framed(`plain?refresh=5&key=${key}`), {}, async (page) => {
        const frame = page.frameLocator("iframe");
        await frame.locator("img").first().waitFor();
        const again = page.waitForResponse((response) => response.url().includes("/plain"));
        expect((await again).status(), 200, "status");
        await frame.locator("img").first().waitFor();
      });
  }

  if (config.gallery) {
    await check("a gallery opens from its files", config.gallery, {}, async (page) => {
      await page.waitForSelector(".tile img");
      expect(await page.locator(".tile").count(), 5);
      await page.click(".tile:has-text('Front Door')");
      await page.waitForSelector(".picture img");
      await page.evaluate(() => { location.hash = "#camera=1000&day=2026-10-25"; });
      await page.waitForFunction(() => document.querySelector("input[type=date]").value === "2026-10-25");
      await page.keyboard.press("Home");
      await waitForTime(page, "00:00:00 +02:00");
      await page.keyboard.press("[");
      await page.waitForFunction(() => location.hash.includes("day=2026-09-21"));
      await page.click("text=All cameras");
      await page.waitForSelector(".tile img");
      expect(await findings(page), [], "findings");
    });
    await check("a gallery without script lists the newest pictures", config.gallery, { javaScriptEnabled: false },
      async (page) => {
        expect(await page.locator("noscript li").count(), 5);
        expect(await page.locator("noscript img").count(), 4);
      });
  }
  await browser.close();
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
