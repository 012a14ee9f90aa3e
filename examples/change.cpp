// The same as change.c, from C++: an engine that closes itself, and faults as exceptions.
//
//     change POLICIES SCENARIO
#include <fangtian.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace
{

struct Close {
    void operator()(ft_engine *engine) const
    {
        ft_close(engine);
    }
};
using Engine = std::unique_ptr<ft_engine, Close>;

void check(const Engine &engine, ft_status status)
{
    if (status == FT_OK)
        return;
    std::size_t count;
    const ft_diagnostic *faults = ft_diagnostic_list(engine.get(), &count);
    throw std::runtime_error(count > 0 ? faults[0].message : "the call failed");
}

// What the options point to is borrowed until the engine is closed.
Engine open(const char *const *policies)
{
    ft_options options = {};
    options.policies = policies;
    options.policy_count = 1;
    options.language = FT_EN;
    ft_engine *engine = nullptr;
    if (ft_open(&engine, &options) != FT_OK)
        throw std::bad_alloc();
    return Engine(engine);
}

// Strings of a figure live until the next call: what is kept is copied.
std::string shown(const Engine &engine, const std::string &item)
{
    struct ft_figure figure = {};
    check(engine, ft_figure(engine.get(), item.c_str(), &figure));
    return item + " = " + figure.shown;
}

} // namespace

int main(int count, char **words)
try {
    if (count != 3)
        return 2;
    const Engine engine = open(&words[1]);
    check(engine, ft_load(engine.get(), words[2]));
    check(engine, ft_run(engine.get()));
    const std::string before = shown(engine, "lat_rebate@2022");
    check(engine, ft_set(engine.get(), "tax_years.2022.lat_revenue", "+10%"));
    check(engine, ft_run(engine.get()));
    std::cout << before << '\n' << shown(engine, "lat_rebate@2022") << '\n';
    return 0;
} catch (const std::exception &fault) {
    std::cerr << fault.what() << '\n';
    return 2;
}
