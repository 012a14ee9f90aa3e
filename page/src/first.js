/* Read by every browser, also Internet Explorer: ES5 alone. Says in Chinese why the page cannot run, and what to do. */
(function () {
  var served = (document.getElementById("fangtian-engine").text || "").length === 0;
  var old = typeof Promise !== "function" || typeof BigInt !== "function" || !("replaceAll" in String.prototype) || typeof DecompressionStream !== "function";
  var barred = !served && typeof WebAssembly !== "object";
  if (!old && !barred) return;
  window.fangtianRefused = true;
  var lines = old
    ? ["这个浏览器版本太旧，或者正在“兼容模式”下，不能运行方田。", "请用 Microsoft Edge、谷歌浏览器（86 版以上），或把 360、QQ 浏览器地址栏右侧的闪电图标切换到“极速模式”，再打开这个文件。",
       "This browser is too old, or in compatibility mode. Please open the file in Edge or Chrome 86 or later."]
    : ["这台电脑的浏览器禁止运行 WebAssembly，方田的计算引擎不能启动。", "Microsoft Edge：设置 → 隐私、搜索和服务 → 安全性 → “增强 Web 安全性”，关闭它，或把本文件加入例外；由单位统一管理的，请信息部门在策略 EnhanceSecurityModeBypassListDomains 或 EnhanceSecurityMode 中放行。也可换用谷歌浏览器打开。",
       "WebAssembly is not allowed here. In Edge, switch off “Enhance your security on the web” for this file, or ask your IT department."];
  var box = document.getElementById("app");
  box.innerHTML = "";
  for (var i = 0; i < lines.length; i++) {
    var p = document.createElement("p");
    p.className = "refusal";
    p.appendChild(document.createTextNode(lines[i]));
    box.appendChild(p);
  }
})();
