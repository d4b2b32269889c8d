// SPDX-License-Identifier: Apache-2.0
// A month, in which days with pictures can be chosen.
(function (page) {
  "use strict";

  function monthAfter(month, count) {
    var date = page.dateOf(month + "-01");
    date.setUTCMonth(date.getUTCMonth() + count);
    return page.dayOf(date).slice(0, 7);
  }

  page.makeCalendar = function (onChoose) {
    var title = page.el("h2", {class: "month", "aria-live": "polite"});
    var body = page.el("tbody", {});
    var names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    var head = page.el("tr", {});
    names.forEach(function (name) { head.appendChild(page.el("th", {scope: "col"}, name)); });
    var shown = {camera: null, month: null, day: null};
    var before = page.el("button", {type: "button", "aria-label": "Previous month",
      onclick: function () { show(shown.camera, monthAfter(shown.month, -1), shown.day); }}, "‹");
    var after = page.el("button", {type: "button", "aria-label": "Next month",
      onclick: function () { show(shown.camera, monthAfter(shown.month, 1), shown.day); }}, "›");
    var element = page.el("section", {class: "calendar", "aria-label": "Days with pictures"},
      page.el("div", {class: "head"}, before, title, after),
      page.el("table", {}, page.el("thead", {}, head), body));

    function draw(days) {
      page.clear(body);
      var date = page.dateOf(shown.month + "-01");
      date.setUTCDate(1 - (date.getUTCDay() + 6) % 7);
      do {
        var row = page.el("tr", {});
        for (var i = 0; i < 7; i += 1) {
          row.appendChild(cell(page.dayOf(date), days));
          date.setUTCDate(date.getUTCDate() + 1);
        }
        body.appendChild(row);
      } while (page.dayOf(date).slice(0, 7) === shown.month);
    }

    function cell(day, days) {
      var number = String(Number(day.slice(8)));
      if (day.slice(0, 7) !== shown.month) {
        return page.el("td", {});
      }
      if (days.indexOf(day) < 0) {
        return page.el("td", {class: "empty"}, number);
      }
      return page.el("td", {}, page.el("button", {type: "button", "aria-label": page.dayWords(day),
        "aria-current": day === shown.day ? "date" : null, onclick: function () { onChoose(day); }}, number));
    }

    function show(camera, month, day) {
      shown = {camera: camera, month: month, day: day};
      page.setText(title, page.monthWords(month));
      page.source.month(camera, month).then(function (answer) {
        if (shown.camera === camera && shown.month === month) {
          draw(answer.days);
        }
      }, function () { page.clear(body); });
    }

    return {element: element, show: show};
  };
}(window.ringPage = window.ringPage || {}));
