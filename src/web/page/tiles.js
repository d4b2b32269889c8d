// SPDX-License-Identifier: Apache-2.0
// The newest picture of each camera, kept up to date.
(function (page) {
  "use strict";

  var STATES = {
    current: "Current", old: "Old", none: "No picture yet", missing: "Picture missing",
    frozen: "Frozen or covered"
  };
  var SILENCE = 30000;

  function problemOf(camera) {
    if (camera.state === "old") {
      return "last picture " + page.ageWords(page.now() - camera.at);
    }
    return camera.state === "missing" ? "the newest picture is missing" : STATES[camera.state].toLowerCase();
  }

  // "3 of 4 cameras are current; Garage: last picture 3 h ago".
  function describe(cameras) {
    if (cameras.length === 0) {
      return "No pictures yet";
    }
    var troubled = cameras.filter(function (camera) { return camera.state !== "current"; });
    var current = cameras.length - troubled.length;
    var parts = [];
    if (cameras.length > 1) {
      parts.push(troubled.length === 0 ? "All " + cameras.length + " cameras are current"
        : current + " of " + cameras.length + " cameras are current");
    } else if (current === 1) {
      parts.push(cameras[0].name + " is current");
    }
    return parts.concat(troubled.map(function (camera) {
      return camera.name + ": " + problemOf(camera);
    })).join("; ");
  }

  // A server may be gone while a picture grows old.
  function stateNow(camera) {
    var isOld = camera.state === "current" && page.now() - camera.at > camera.longest_age_seconds * 1000;
    return isOld ? "old" : camera.state;
  }

  function Tile() {
    this.name = page.el("h2", {});
    this.age = page.el("span", {class: "age"});
    this.time = page.el("time", {});
    this.state = page.el("span", {class: "state"});
    this.frame = page.el("span", {class: "frame"});
    this.element = page.el("a", {class: "tile"}, this.frame, page.el("span", {class: "facts"}, this.name,
      page.el("span", {class: "when"}, this.age, " ", this.time), this.state));
    this.shown = null;
  }

  Tile.prototype.show = function (camera) {
    this.camera = camera;
    page.setText(this.name, camera.name);
    var local = camera.local ? page.local(camera.local) : null;
    page.setAttribute(this.element, "href", page.source.dayLink(camera.id, camera.day || undefined,
      local ? local.time : undefined));
    if (local) {
      page.setAttribute(this.time, "datetime", camera.local);
    }
    this.frame.style.aspectRatio = camera.width ? camera.width + " / " + camera.height : "";
    this.tick();
    this.load();
  };

  Tile.prototype.tick = function () {
    var camera = this.camera;
    var state = stateNow(camera);
    if (camera.local) {
      var local = page.local(camera.local);
      var today = page.dayOf(new Date(page.now() + page.minutesOf(local.offset) * 60000));
      page.setText(this.time, (local.day === today ? "" : page.shortDay(local.day) + ", ") + local.time);
    }
    page.setText(this.age, camera.at === null ? "" : page.ageWords(page.now() - camera.at));
    page.setText(this.state, STATES[state]);
    page.setAttribute(this.element, "class", "tile " + state);
  };

  // A changed picture is loaded aside, and shown when it is complete.
  Tile.prototype.load = function () {
    var self = this;
    var camera = this.camera;
    var wanted = camera.picture === null || camera.state === "missing" ? null : camera.picture;
    if (wanted === this.shown) {
      return;
    }
    if (wanted === null) {
      this.shown = null;
      page.clear(this.frame);
      return;
    }
    if (this.loading === wanted) {
      return;
    }
    this.loading = wanted;
    page.loadImage(page.source.newestUrl(camera), "Newest picture of " + camera.name).then(function (image) {
      if (self.loading === wanted) {
        page.clear(self.frame);
        self.frame.appendChild(image);
        self.shown = wanted;
        self.loading = null;
      }
    }, function () {
      // Tried again with the next answer.
      self.loading = null;
    });
  };

  function arrange(cameras, asked) {
    if (asked.camera) {
      return cameras.filter(function (camera) {
        return camera.id === asked.camera || camera.name.toLowerCase() === asked.camera.toLowerCase();
      });
    }
    var order = (asked.order || "").split(",").filter(Boolean);
    var place = function (camera) {
      var at = order.indexOf(camera.id);
      return at < 0 ? order.length : at;
    };
    return cameras.map(function (camera, index) { return [place(camera), index, camera]; })
      .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; })
      .map(function (entry) { return entry[2]; });
  }

  page.showTiles = function (root, asked) {
    var tiles = {};
    var cameras = [];
    var status = page.el("p", {class: "summary", role: "status"});
    var zone = page.el("p", {class: "zone"});
    var banner = page.el("p", {class: "banner", role: "alert", hidden: true});
    var grid = page.el("div", {class: "grid"});
    var heading = page.el("h1", {}, document.title);
    var columns = Number(asked.columns);
    if (columns >= 1 && columns <= 12) {
      grid.style.setProperty("--columns", String(Math.floor(columns)));
      grid.classList.add("fixed");
    }
    var choosesSize = !grid.classList.contains("fixed") && asked.kiosk === undefined;
    root.appendChild(page.el("header", {class: "bar"}, heading, status, zone));
    root.appendChild(banner);
    root.appendChild(page.el("main", {}, grid));

    function tick() {
      cameras.forEach(function (camera) { tiles[camera.id].tick(); });
      page.setText(status, describe(cameras.map(function (camera) {
        return Object.assign({}, camera, {state: stateNow(camera)});
      })));
      var silence = Date.now() - page.source.lastAnswer;
      var isSilent = page.source.isLive && silence > SILENCE && !document.hidden;
      if (isSilent) {
        page.setText(banner, "The server has not answered for " +
          page.ageWords(silence).replace(" ago", "").replace("just now", "half a minute") +
          "; what is shown may be out of date.");
      }
      banner.hidden = !isSilent;
    }

    function draw(answer) {
      cameras = arrange(answer.cameras, asked);
      page.setText(heading, answer.title);
      document.title = answer.title;
      var known = {};
      cameras.forEach(function (camera, index) {
        var tile = tiles[camera.id] || new Tile();
        known[camera.id] = tile;
        tile.show(camera);
        if (grid.children[index] !== tile.element) {
          grid.insertBefore(tile.element, grid.children[index] || null);
        }
      });
      while (grid.children.length > cameras.length) {
        grid.removeChild(grid.lastChild);
      }
      if (choosesSize) {
        page.setAttribute(root, "data-count", String(cameras.length));
      }
      tiles = known;
      var newest = cameras.filter(function (camera) { return camera.at !== null; })[0];
      page.setText(zone, newest ? page.zoneNote(newest.at, newest.local, answer.zone) : "");
      if (cameras.length === 0 && !grid.firstChild) {
        grid.appendChild(page.el("p", {class: "empty"}, asked.camera ? "There is no camera of this name."
          : "No pictures are saved yet. Take some with: ring-snapshot get --all"));
      }
      tick();
    }

    var seconds = Math.min(3600, Math.max(5, Number(asked.refresh) || 10));
    var stop = page.repeat(function () {
      return page.source.cameras().then(draw);
    }, seconds * 1000, tick);
    return {end: function () {
      stop();
      root.removeAttribute("data-count");
    }};
  };

  // Does `work` now and in this interval, not while the page is hidden; `tick` each second.
  page.repeat = function (work, interval, tick) {
    var isOver = false;
    var isBusy = false;
    var last = 0;
    function turn() {
      if (isOver) {
        return;
      }
      if (!document.hidden && !isBusy && Date.now() - last >= interval) {
        isBusy = true;
        last = Date.now();
        work().then(function () { isBusy = false; }, function () { isBusy = false; });
      }
      tick();
    }
    function wake() {
      if (!document.hidden) {
        last = 0;
        page.source.lastAnswer = Math.max(page.source.lastAnswer, Date.now() - SILENCE);
        turn();
      }
    }
    var timer = page.source.isLive ? setInterval(turn, 1000) : setInterval(tick, 30000);
    document.addEventListener("visibilitychange", wake);
    turn();
    return function () {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", wake);
    };
  };
}(window.ringPage = window.ringPage || {}));
