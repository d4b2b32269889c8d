// SPDX-License-Identifier: Apache-2.0
// One day of a camera.
(function (page) {
  "use strict";

  var HOUR = 3600000;
  var KEYS = [["← →", "previous, next picture"], ["Shift ← →", "an hour back, on"], ["[ ]", "previous, next day"],
    ["Home End", "first, last picture of the day"], ["Space", "play, pause"], ["+ −", "faster, slower"],
    ["F", "full screen"], ["L", "newest picture"], ["?", "this list"]];

  function button(text, label, action, more) {
    return page.el("button", Object.assign({type: "button", "aria-label": label, title: label, onclick: action},
      more || {}), text);
  }

  page.showDay = function (root, asked) {
    var cameras = [];
    var zone = "";
    var day = null;
    var view = {};
    var request = 0;

    var status = page.el("p", {class: "summary", role: "status"});
    var select = page.el("select", {"aria-label": "Camera", onchange: function () {
      open(select.value, day ? day.day : undefined, day ? currentTime() : undefined, true);
    }});
    var date = page.el("input", {type: "date", "aria-label": "Day", onchange: function () {
      if (date.value) {
        open(view.camera, date.value, undefined, true);
      }
    }});
    var before = button("‹", "Previous day with pictures", function () { step("previous"); });
    var after = button("›", "Next day with pictures", function () { step("next"); });
    var time = page.el("time", {class: "time"});
    var count = page.el("span", {class: "count"});
    var note = page.el("span", {class: "zone"});
    var slider = page.el("input", {type: "range", min: "0", max: "0", value: "0", "aria-label": "Picture",
      oninput: function () {
        player.pause();
        player.show(Number(slider.value), 1);
      }});
    var play = button("▶", "Play", function () { player.toggle(); }, {class: "play"});
    var rate = page.el("span", {class: "rate"});
    var dark = page.el("input", {type: "checkbox", onchange: function () { player.skipDark = dark.checked; }});
    var download = page.el("a", {class: "button", download: ""}, "Download");
    var player = page.makePlayer(showFacts, showPlaying);
    var bar = page.makeTimebar(function (at) {
      player.pause();
      player.show(nearest(at), 1);
    });
    var calendar = page.makeCalendar(function (chosen) { open(view.camera, chosen, undefined, true); });
    var help = makeHelp();
    var screen = button("Full screen", "Full screen", toggleScreen);
    var stage = page.el("div", {class: "stage"}, player.element,
      page.el("p", {class: "caption"}, time, " ", count, " ", note));
    var controls = page.el("div", {class: "controls"},
      page.el("div", {class: "group"},
        button("−1 h", "−1 h, an hour back", function () { stepHour(-1); }),
        button("‹", "Previous picture", function () { player.step(-1); }), play,
        button("›", "Next picture", function () { player.step(1); }),
        button("+1 h", "+1 h, an hour on", function () { stepHour(1); })),
      page.el("div", {class: "group"}, button("−", "Slower", function () { player.changeRate(-1); }), rate,
        button("+", "Faster", function () { player.changeRate(1); }),
        page.el("label", {class: "check"}, dark, " Skip dark")),
      page.el("div", {class: "group"}, button("Newest", "Newest picture", latest), download, screen,
        button("?", "Keys", function () { showHelp(); }, {class: "keys"})));

    root.appendChild(page.el("header", {class: "bar"},
      page.el("a", {class: "back", href: page.source.tilesLink()}, "‹ All cameras"),
      page.el("h1", {class: "hidden"}, "A camera's day"), select,
      page.el("div", {class: "days"}, before, date, after), status));
    root.appendChild(page.el("main", {class: "day"},
      page.el("div", {class: "viewer"}, stage, bar.element, slider, controls), calendar.element));
    root.appendChild(help);

    function makeHelp() {
      var list = page.el("dl", {});
      KEYS.forEach(function (key) {
        list.appendChild(page.el("dt", {}, key[0]));
        list.appendChild(page.el("dd", {}, key[1]));
      });
      return page.el("section", {class: "help", hidden: true, "aria-label": "Keys"}, page.el("h2", {}, "Keys"),
        list, button("Close", "Close", function () { help.hidden = true; }));
    }

    function showHelp() {
      help.hidden = !help.hidden;
      if (!help.hidden) {
        help.querySelector("button").focus();
      }
    }

    function toggleScreen() {
      if (document.fullscreenElement) {
        document.exitFullscreen();
      } else if (stage.requestFullscreen) {
        stage.requestFullscreen().catch(function () {});
      }
    }

    // The time of the shown picture, with its offset on days that have some time twice.
    function currentTime() {
      var picture = day && day.pictures[player.index];
      if (!picture) {
        return undefined;
      }
      var local = page.local(picture.local);
      var first = page.local(day.pictures[0].local).offset;
      var last = page.local(day.pictures[day.pictures.length - 1].local).offset;
      return local.time + (first === last ? "" : local.offset);
    }

    function nearest(at) {
      var best = 0;
      day.pictures.forEach(function (picture, index) {
        if (Math.abs(picture.at - at) < Math.abs(day.pictures[best].at - at)) {
          best = index;
        }
      });
      return best;
    }

    // The picture that an address names by its time: the one, or the next after it.
    function indexOf(wanted) {
      var match = /^(\d\d:\d\d(?::\d\d)?)(.*)$/.exec(wanted || "");
      if (!match) {
        return wanted === "first" ? 0 : day.pictures.length - 1;
      }
      for (var index = 0; index < day.pictures.length; index += 1) {
        var local = page.local(day.pictures[index].local);
        if (local.time >= match[1] && (!match[2] || local.offset === match[2])) {
          return index;
        }
      }
      return day.pictures.length - 1;
    }

    function showFacts(index) {
      var picture = day.pictures[index];
      var local = page.local(picture.local);
      var isDouble = currentTime() !== local.time;
      page.setText(time, local.time + (isDouble ? " " + local.offset : ""));
      page.setAttribute(time, "datetime", picture.local);
      page.setText(count, (index + 1) + " of " + day.pictures.length);
      page.setText(note, page.zoneNote(picture.at, picture.local, zone));
      slider.value = String(index);
      slider.setAttribute("aria-valuetext", time.textContent + ", picture " + (index + 1) + " of " +
        day.pictures.length);
      bar.mark(picture.at);
      download.href = page.source.downloadUrl(picture);
      writePlace(false);
    }

    var writing = null;
    // Browsers refuse addresses that change too often: once a second while a day is played.
    function writePlace(isStep) {
      if (player.isPlaying && writing !== null) {
        return;
      }
      clearTimeout(writing);
      var write = function () {
        writing = null;
        page.source.write(view.camera, view.day, currentTime(), isStep);
      };
      if (isStep) {
        write();
      } else {
        writing = setTimeout(write, player.isPlaying ? 1000 : 150);
      }
    }

    function showPlaying() {
      page.setText(play, player.isPlaying ? "❚❚" : "▶");
      page.setAttribute(play, "aria-label", player.isPlaying ? "Pause" : "Play");
      page.setAttribute(play, "title", player.isPlaying ? "Pause" : "Play");
      page.setText(rate, player.rate + " pictures/s");
      if (!player.isPlaying && day && player.index >= 0) {
        writePlace(false);
      }
    }

    function nameOf(id) {
      var found = cameras.filter(function (camera) { return camera.id === id; })[0];
      return found ? found.name : "camera " + id;
    }

    function draw(answer, wanted, isStep) {
      day = answer;
      view.day = answer.day;
      date.value = answer.day;
      before.disabled = !answer.previous;
      after.disabled = !answer.next;
      slider.max = String(Math.max(0, answer.pictures.length - 1));
      slider.disabled = answer.pictures.length === 0;
      document.title = nameOf(view.camera) + ", " + page.shortDay(answer.day);
      bar.show(answer);
      calendar.show(view.camera, answer.day.slice(0, 7), answer.day);
      player.clear();
      player.take(answer.pictures, nameOf(view.camera));
      if (answer.pictures.length > 0) {
        player.show(indexOf(wanted), 1);
        if (isStep) {
          writePlace(true);
        }
      }
    }

    // Opens a day, or the nearest that has pictures.
    function open(camera, wanted, at, isStep) {
      request += 1;
      var mine = request;
      player.pause();
      view.camera = camera;
      select.value = camera;
      var known = cameras.filter(function (each) { return each.id === camera; })[0];
      var chosen = wanted || (known && known.day);
      if (!known || !chosen) {
        page.setText(status, known ? "There are no pictures of " + known.name + " yet."
          : "There is no such camera.");
        return Promise.resolve();
      }
      return page.source.day(camera, chosen).then(function (answer) {
        if (mine !== request) {
          return null;
        }
        if (answer.pictures.length === 0 && answer.nearest) {
          return page.source.day(camera, answer.nearest).then(function (other) {
            if (mine === request) {
              page.setText(status, "There are no pictures of " + known.name + " on " + page.dayWords(chosen) +
                "; this is the nearest day that has some, " + page.dayWords(other.day) + ".");
              draw(other, chosen < other.day ? "first" : undefined, isStep);
            }
          });
        }
        page.setText(status, known.name + ", " + page.dayWords(answer.day) + ": " +
          (answer.pictures.length === 1 ? "1 picture" : answer.pictures.length + " pictures"));
        draw(answer, at, isStep);
        return null;
      }).catch(function () {
        if (mine === request) {
          page.setText(status, "This day cannot be loaded; trying again.");
          setTimeout(function () {
            if (mine === request) {
              open(camera, wanted, at, isStep);
            }
          }, 5000);
        }
      });
    }

    function step(direction) {
      if (day && day[direction]) {
        open(view.camera, day[direction], currentTime(), true);
      }
    }

    function stepHour(hours) {
      var picture = day && day.pictures[player.index];
      if (picture) {
        player.pause();
        player.show(nearest(picture.at + hours * HOUR), 1);
      }
    }

    function latest() {
      page.source.cameras().then(function (answer) {
        cameras = answer.cameras;
        open(view.camera, undefined, undefined, true);
      });
    }

    // Takes in pictures that came meanwhile.
    function refresh() {
      if (!day || player.isPlaying || !view.camera) {
        return Promise.resolve();
      }
      var shown = day.day;
      return page.source.day(view.camera, shown).then(function (answer) {
        if (!day || day.day !== shown || answer.camera !== day.camera ||
            answer.pictures.length <= day.pictures.length) {
          return;
        }
        var wasLast = player.index === day.pictures.length - 1;
        var place = player.index;
        day = answer;
        slider.max = String(answer.pictures.length - 1);
        bar.show(answer);
        player.take(answer.pictures, nameOf(view.camera));
        player.show(wasLast || player.index < 0 ? answer.pictures.length - 1 : place, 1);
      });
    }

    function onKey(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || page.isTyping(event.target)) {
        return;
      }
      var isPressable = /^(BUTTON|A|SUMMARY)$/.test(event.target.tagName) || event.target.type === "checkbox";
      var actions = {
        ArrowLeft: function () { if (event.shiftKey) { stepHour(-1); } else { player.step(-1); } },
        ArrowRight: function () { if (event.shiftKey) { stepHour(1); } else { player.step(1); } },
        "[": function () { step("previous"); },
        "]": function () { step("next"); },
        Home: function () { player.pause(); player.show(0, 1); },
        End: function () { player.pause(); player.show(day ? day.pictures.length - 1 : -1, 1); },
        "+": function () { player.changeRate(1); },
        "=": function () { player.changeRate(1); },
        "-": function () { player.changeRate(-1); },
        f: toggleScreen, F: toggleScreen, l: latest, L: latest,
        "?": showHelp,
        Escape: function () { help.hidden = true; }
      };
      if (!isPressable) {
        actions[" "] = function () { player.toggle(); };
      }
      if (actions[event.key]) {
        event.preventDefault();
        actions[event.key]();
      }
    }

    function begin(values) {
      var wanted = cameras.filter(function (camera) {
        return camera.id === values.camera || camera.name === values.camera;
      })[0] || (values.camera ? null : cameras[0]);
      return open(wanted ? wanted.id : values.camera, /^\d{4}-\d\d-\d\d$/.test(values.day || "") ? values.day
        : undefined, values.t, false);
    }

    document.addEventListener("keydown", onKey);
    showPlaying();
    var stop = null;
    var first = page.repeat(function () {
      if (cameras.length > 0) {
        return refresh();
      }
      return page.source.cameras().then(function (answer) {
        cameras = answer.cameras;
        zone = answer.zone;
        cameras.forEach(function (camera) {
          select.appendChild(page.el("option", {value: camera.id}, camera.name));
        });
        return begin(asked);
      }, function () { page.setText(status, "The server does not answer; trying again."); });
    }, 10000, function () {});
    stop = first;
    return {
      end: function () {
        stop();
        player.clear();
        clearTimeout(writing);
        document.removeEventListener("keydown", onKey);
      },
      open: begin
    };
  };
}(window.ringPage = window.ringPage || {}));
