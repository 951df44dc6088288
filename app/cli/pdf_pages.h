#pragma once

#include <QString>

#include <functional>

class QTextDocument;

namespace trocar {

/// Makes `html` such that no row of its tables and no heading with what follows it is cut by a page
/// of `document`: page breaks are put in and tables divided, with their headings again. `show` sets
/// a text into the document.
QString withWholeRows(QString html,
                      QTextDocument& document,
                      const std::function<void(const QString&)>& show);

}  // namespace trocar
