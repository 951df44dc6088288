#pragma once

#include "core/exception_text.h"
#include "core/progress.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QtConcurrent>

#include <exception>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace trocar::gui {

/// Runs one computation at a time off the user-interface thread; a newer one replaces an older.
///
/// `job` receives copies of what it needs and a Progress, and touches no widget. `done` is called
/// on this object's thread, only if the job finished and was not replaced or cancelled.
class Task : public QObject {
  Q_OBJECT

 public:
  explicit Task(QObject* parent = nullptr) : QObject(parent) {}
  ~Task() override;

  template <typename Job, typename Done>
  void start(Job job, Done done) {
    using Result = std::invoke_result_t<Job, const Progress&>;
    const std::stop_token stop = replace();
    auto* watcher = new QFutureWatcher<Result>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this, [this, stop](int percent) {
      if (!stop.stop_requested())
        emit progressed(percent);
    });
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop, done] {
      watcher->deleteLater();
      if (stop.stop_requested())
        return;
      try {
        done(watcher->result());
      } catch (const std::exception& error) {
        emit failed(QString::fromStdString(sentenceOf(error)));
      }
    });
    watcher->setFuture(QtConcurrent::run([job = std::move(job), stop](QPromise<Result>& promise) {
      promise.setProgressRange(0, 100);
      const Progress progress(stop, [&promise](double fraction) {
        promise.setProgressValue(static_cast<int>(100.0 * fraction));
      });
      try {
        promise.addResult(job(progress));
      } catch (const Cancelled&) {
      } catch (...) {
        promise.setException(std::current_exception());
      }
    }));
  }

  void cancel();

 signals:
  void progressed(int percent);
  void failed(const QString& message);

 private:
  /// Cancels what runs and gives the token of what comes next.
  std::stop_token replace();

  std::stop_source stop_{std::nostopstate};
};

}  // namespace trocar::gui
