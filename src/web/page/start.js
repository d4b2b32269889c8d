// SPDX-License-Identifier: Apache-2.0
(function (page) {
  "use strict";

  var root = document.getElementById("page");
  var shown = null;
  var asked = page.chooseSource();

  if (asked.theme === "dark" || asked.theme === "light") {
    document.documentElement.setAttribute("data-theme", asked.theme);
  }

  function show(values) {
    document.documentElement.classList.toggle("kiosk", asked.kiosk !== undefined && values.view === "tiles");
    if (shown && shown.view === "day" && values.view === "day") {
      shown.part.open(values);
      return;
    }
    if (shown) {
      shown.part.end();
      page.clear(root);
    }
    shown = {view: values.view,
      part: values.view === "day" ? page.showDay(root, values) : page.showTiles(root, values)};
  }

  page.source.onChange(function () { show(page.source.read()); });
  show(asked);
}(window.ringPage = window.ringPage || {}));
