// SPDX-License-Identifier: Apache-2.0
// Where cameras and days come from, and how the page's address tells what is shown: from a server, or
// from the files of a gallery. Both give the same objects.
(function (page) {
  "use strict";

  function withKey(values) {
    return page.key ? Object.assign({}, values, {key: page.key}) : values || {};
  }

  function address(path, values) {
    var query = page.format(withKey(values));
    return path + (query ? "?" + query : "");
  }

  var server = {
    isLive: true,
    lastAnswer: Date.now(),
    kept: {},

    // What the server says; from what it said before when that still holds.
    get: function (url) {
      var self = this;
      var kept = this.kept[url];
      var options = {headers: kept ? {"If-None-Match": kept.etag} : {}, cache: "no-store",
        credentials: "same-origin"};
      if (window.AbortController) {
        var abort = new AbortController();
        options.signal = abort.signal;
        setTimeout(function () { abort.abort(); }, 20000);
      }
      return fetch(url, options).then(function (response) {
        var date = Date.parse(response.headers.get("Date") || "");
        if (!isNaN(date) && Math.abs(date - Date.now()) > 2000) {
          page.clockAhead = date - Date.now();
        }
        if (response.status === 304 && kept) {
          self.lastAnswer = Date.now();
          return kept.value;
        }
        if (!response.ok) {
          throw new Error("status " + response.status);
        }
        return response.json().then(function (value) {
          self.lastAnswer = Date.now();
          if (Object.keys(self.kept).length > 8) {
            self.kept = {};
          }
          self.kept[url] = {etag: response.headers.get("ETag") || "", value: value};
          return value;
        });
      });
    },

    cameras: function () { return this.get(address("api/cameras")); },
    month: function (camera, month) {
      return this.get(address("api/cameras/" + encodeURIComponent(camera) + "/days", {month: month}));
    },
    day: function (camera, day) {
      return this.get(address("api/cameras/" + encodeURIComponent(camera) + "/days/" + day));
    },
    newestUrl: function (camera) {
      return address("cameras/" + encodeURIComponent(camera.id) + "/latest.jpg", {v: camera.picture});
    },
    pictureUrl: function (picture) { return address("pictures/" + picture.id + ".jpg"); },
    downloadUrl: function (picture) { return address("pictures/" + picture.id + ".jpg", {download: ""}); },

    tilesLink: function () { return address("./", page.look); },
    dayLink: function (camera, day, time) {
      var query = address("day", Object.assign({camera: camera, day: day}, page.look));
      return query + (time ? "#" + page.format({t: time}) : "");
    },
    // What the address asks for.
    read: function () {
      var values = page.parse(location.search);
      values.view = /\/day$/.test(location.pathname) ? "day" : "tiles";
      values.t = page.parse(location.hash).t;
      return values;
    },
    write: function (camera, day, time, isStep) {
      history[isStep ? "pushState" : "replaceState"](null, "", this.dayLink(camera, day, time));
    },
    onChange: function (listener) {
      window.addEventListener("popstate", listener);
      window.addEventListener("hashchange", listener);
    }
  };

  var gallery = {
    isLive: false,
    lastAnswer: Date.now(),
    waiting: {},

    cameras: function () { return Promise.resolve(window.ringGallery); },
    camera: function (id) {
      return window.ringGallery.cameras.filter(function (camera) { return camera.id === id; })[0];
    },
    month: function (id, month) {
      var camera = this.camera(id);
      return Promise.resolve({month: month, days: (camera ? camera.days : []).filter(function (day) {
        return day.slice(0, 7) === month;
      })});
    },
    // Days come as scripts: pages that were opened as files may load nothing else.
    day: function (id, day) {
      var self = this;
      var camera = this.camera(id);
      var days = camera ? camera.days : [];
      if (days.indexOf(day) < 0) {
        return Promise.resolve(this.emptyDay(camera, day, days));
      }
      return new Promise(function (resolve, reject) {
        self.waiting[id + "/" + day] = function (value) {
          var place = days.indexOf(day);
          value.previous = place > 0 ? days[place - 1] : null;
          value.next = place + 1 < days.length ? days[place + 1] : null;
          resolve(value);
        };
        var script = page.el("script", {src: "gallery/days/" + encodeURIComponent(id) + "/" + day + ".js"});
        script.onerror = function () { reject(new Error("cannot load the day")); };
        script.onload = function () { script.parentNode.removeChild(script); };
        document.body.appendChild(script);
      });
    },
    emptyDay: function (camera, day, days) {
      var before = days.filter(function (other) { return other < day; });
      var after = days.filter(function (other) { return other > day; });
      var previous = before[before.length - 1] || null;
      var next = after[0] || null;
      var isNearer = previous && (!next || page.dateOf(day) - page.dateOf(previous) <=
        page.dateOf(next) - page.dateOf(day));
      return {camera: camera ? camera.id : "", day: day, pictures: [], gaps: [], hours: [],
        previous: previous, next: next, nearest: isNearer ? previous : next};
    },
    newestUrl: function (camera) { return camera.file; },
    pictureUrl: function (picture) { return picture.file; },
    downloadUrl: function (picture) { return picture.file; },
    tilesLink: function () { return "#"; },
    dayLink: function (camera, day, time) {
      return "#" + page.format({camera: camera, day: day, t: time});
    },
    read: function () {
      var values = page.parse(location.hash);
      values.view = values.camera ? "day" : "tiles";
      return values;
    },
    write: function (camera, day, time, isStep) {
      var link = this.dayLink(camera, day, time);
      if (link === location.hash) {
        return;
      }
      this.isWriting = true;
      if (isStep) {
        location.hash = link;
      } else {
        location.replace(link);
      }
    },
    onChange: function (listener) {
      var self = this;
      window.addEventListener("hashchange", function () {
        if (self.isWriting) {
          self.isWriting = false;
        } else {
          listener();
        }
      });
    }
  };

  // Called by the script of a day.
  page.takeDay = function (value) {
    var take = gallery.waiting[value.camera + "/" + value.day];
    delete gallery.waiting[value.camera + "/" + value.day];
    if (take) {
      take(value);
    }
  };

  page.chooseSource = function () {
    page.source = document.documentElement.getAttribute("data-source") === "gallery" ? gallery : server;
    var asked = page.source.read();
    page.key = page.source.isLive ? asked.key : undefined;
    // How the page looks goes along to a day, and back to the tiles.
    page.look = {};
    ["kiosk", "columns", "order", "refresh", "theme"].forEach(function (name) {
      if (asked[name] !== undefined) {
        page.look[name] = asked[name];
      }
    });
    return asked;
  };
}(window.ringPage = window.ringPage || {}));
