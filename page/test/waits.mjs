// What tests wait for: never for time, always for what they go on to look at.
export const PATIENCE_MS = 60_000; // of a machine that does much else
const AGAIN_MS = 50;

/** Tries until what is asserted holds; what failed last is thrown. */
export async function eventually(look) {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await look();
    } catch (fault) {
      if (Date.now() > end) throw fault;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Until nothing is being worked out: a change says so before the key that made it is done. */
export const settled = (page) => page.waitForFunction(() => !document.querySelector(".actions .busy"));

/** One of the parts at the side. */
export async function part(page, name) {
  await page.click(`.side button:has-text("${name}")`);
  await page.waitForSelector(`.side button.on:has-text("${name}")`);
}

/** A table's grid. */
export async function facts(page, table) {
  await part(page, "填报事实");
  await page.click(`.tabs button:has-text("${table}")`);
  await page.waitForSelector(`.tabs button.on:has-text("${table}")`);
  await page.waitForSelector("table.grid");
}

/** Until a figure is shown so. */
export const shows = (page, figure, text) => page.waitForFunction(([name, words]) => document.querySelector(`[data-figure="${name}"]`)?.textContent === words, [figure, text]);

/** Until every chart is drawn: one is drawn once its width is known. */
export const drawn = (page) =>
  page.waitForFunction(() => {
    const charts = Array.from(document.querySelectorAll(".chart"));
    return charts.length > 0 && charts.every((chart) => chart.querySelector("svg text"));
  });
