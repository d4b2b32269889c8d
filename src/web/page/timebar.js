// SPDX-License-Identifier: Apache-2.0
// A day in real time: a tick for each picture, gaps hatched, hours labelled.
(function (page) {
  "use strict";

  // Labels of full hours; an hour that comes twice is told apart by its offset.
  page.hourLabels = function (hours) {
    var counts = {};
    hours.forEach(function (hour) { counts[hour.label] = (counts[hour.label] || 0) + 1; });
    return hours.map(function (hour) {
      var isDouble = counts[hour.label] > 1;
      return {at: hour.at, text: hour.label.slice(0, 2) + (isDouble ? " " + hour.offset : ""), isDouble: isDouble};
    });
  };

  page.makeTimebar = function (onSeek) {
    var canvas = page.el("canvas", {class: "ticks", "aria-hidden": "true"});
    var labels = page.el("div", {class: "hours"});
    var mark = page.el("div", {class: "mark"});
    var element = page.el("div", {class: "timebar"}, canvas, mark, labels);
    var day = null;

    function place(at) {
      return (at - day.from) / (day.to - day.from);
    }

    function draw() {
      if (!day) {
        return;
      }
      var width = canvas.clientWidth;
      var height = canvas.clientHeight;
      var scale = window.devicePixelRatio || 1;
      var style = getComputedStyle(element);
      var context = canvas.getContext("2d");
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      context.scale(scale, scale);
      context.clearRect(0, 0, width, height);
      context.strokeStyle = style.getPropertyValue("--gap").trim();
      day.gaps.forEach(function (gap) {
        var left = place(gap.from) * width;
        var right = place(gap.to) * width;
        context.save();
        context.beginPath();
        context.rect(left, 0, right - left, height);
        context.clip();
        context.beginPath();
        for (var x = left - height; x < right; x += 6) {
          context.moveTo(x, height);
          context.lineTo(x + height, 0);
        }
        context.stroke();
        context.restore();
      });
      context.fillStyle = style.getPropertyValue("--tick").trim();
      var last = -2;
      day.pictures.forEach(function (picture) {
        var x = Math.round(place(picture.at) * (width - 1) * scale) / scale;
        if (x - last >= 1 / scale) {
          context.fillRect(x, 4, 1, height - 8);
          last = x;
        }
      });
      drawLabels(width);
    }

    function drawLabels(width) {
      page.clear(labels);
      var hours = page.hourLabels(day.hours);
      // As many as there is room for, but both of an hour that comes twice.
      var step = [1, 2, 3, 4, 6, 12].filter(function (hours) { return width / 24 * hours >= 34; })[0] || 12;
      var lastRight = -10;
      var doubles = 0;
      hours.forEach(function (hour) {
        var left = place(hour.at) * width;
        if (!hour.isDouble && (Number(hour.text) % step !== 0 || left < lastRight)) {
          return;
        }
        doubles += hour.isDouble ? 1 : 0;
        // The second of two stands below the first.
        var isBelow = hour.isDouble && doubles > 1;
        var label = page.el("span", {class: isBelow ? "double second" : hour.isDouble ? "double" : ""}, hour.text);
        if (!isBelow) {
          lastRight = left + (hour.isDouble ? 62 : 20);
        }
        label.style.left = (place(hour.at) * 100) + "%";
        labels.appendChild(label);
      });
      labels.classList.toggle("tall", doubles > 0);
    }

    function seek(event) {
      var box = canvas.getBoundingClientRect();
      var part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      onSeek(day.from + part * (day.to - day.from));
    }

    element.addEventListener("pointerdown", function (event) {
      if (!day || event.button > 0) {
        return;
      }
      if (element.setPointerCapture) {
        element.setPointerCapture(event.pointerId);
      }
      seek(event);
      event.preventDefault();
    });
    element.addEventListener("pointermove", function (event) {
      if (day && event.buttons > 0) {
        seek(event);
      }
    });
    window.addEventListener("resize", draw);
    if (window.matchMedia) {
      var scheme = window.matchMedia("(prefers-color-scheme: dark)");
      if (scheme.addEventListener) {
        scheme.addEventListener("change", draw);
      }
    }

    return {
      element: element,
      show: function (shown) {
        day = shown;
        draw();
      },
      mark: function (at) {
        if (day) {
          mark.style.left = (place(at) * 100) + "%";
        }
      }
    };
  };
}(window.ringPage = window.ringPage || {}));
