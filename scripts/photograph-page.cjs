// SPDX-License-Identifier: Apache-2.0
// Photographs the page in Chromium, for scripts/update-pictures.
// Usage: node photograph-page.cjs CONFIG, JSON with `tools`, `chromium`, `zone` and `shots`, each with
// `url`, `theme` (light or dark), `width`, `height` and `file`, a JPEG.
"use strict";

const path = require("path");
const config = JSON.parse(process.argv[2]);
const { chromium } = require(path.join(config.tools, "playwright-core"));

async function photograph(browser, shot) {
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.height }, colorScheme: shot.theme, timezoneId: config.zone,
    reducedMotion: "reduce", locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(shot.url);
  await page.locator("img").first().waitFor();
  await page.waitForFunction(() => Array.from(document.images).every((image) => image.complete));
  await page.screenshot({ path: shot.file, type: "jpeg", quality: 85 });
  await context.close();
}

async function main() {
  const browser = await chromium.launch({
    executablePath: config.chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
  try {
    for (const shot of config.shots) {
      await photograph(browser, shot);
    }
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
