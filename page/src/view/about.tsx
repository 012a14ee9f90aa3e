/** What this page is: its version and day, the law and the files behind the figures with their digests, and the licences of its parts. */
import { block } from "../engine/engine";
import { usePage } from "./page";

export function About() {
  const page = usePage();
  const { session } = page;
  const report = page.state.report;
  const { made, from, version, serve } = session.about;
  return (
    <>
      <dl class="about">
        <dt>{page.t("程序", "program")}</dt><dd>{page.t("方田", "fangtian")} {report?.fangtian ?? version}（Apache-2.0）{serve ? page.t("，由本机的 fangtian 命令计算", ", worked out by the command on this computer") : page.t("，引擎在本页之内，不联网", "; the engine is inside this page, and no network is asked")}</dd>
        <dt>{page.t("本页", "this page")}</dt><dd>{made ? page.t(`制成于 ${made.slice(0, 16).replace("T", " ")} UTC`, `made on ${made.slice(0, 16).replace("T", " ")} UTC`) : "—"}{(from ?? session.heldAtFirst) && page.t(`，来自 ${from ?? session.heldAtFirst}`, ` from ${from ?? session.heldAtFirst}`)}</dd>
        {report && <><dt>{page.t("政策摘要", "digest of the law")}</dt><dd><code>{report.policy.digest}</code></dd></>}
        {report && <><dt>{page.t("情景摘要", "digest of the facts")}</dt><dd><code>{report.scenario.digest}</code></dd></>}
      </dl>
      {report && (
        <section>
          <h2>{page.t("所读的文件", "The files that were read")}</h2>
          <table class="data small">
            <thead><tr><th scope="col" class="name">{page.t("文件", "file")}</th><th scope="col">SHA-256</th></tr></thead>
            <tbody>{report.inputs.map((input) => <tr key={input.file}><th scope="row" class="name">{input.file}</th><td><code>{input.sha256 ?? "—"}</code></td></tr>)}</tbody>
          </table>
        </section>
      )}
      <section>
        <h2>{page.t("各部分的许可，和取得源代码的办法", "The licences of its parts, and where their sources are")}</h2>
        {[block("licences"), block("packages")].map((text, at) => text.trim() !== "" && <pre class="licences" key={at} tabIndex={0} role="region" aria-label={at === 0 ? page.t("引擎的许可", "licences of the engine") : page.t("页面的许可", "licences of the page")}>{text}</pre>)}
      </section>
    </>
  );
}
