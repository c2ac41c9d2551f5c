package orders;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TradeController {
    private final TradeRepository trades;

    TradeController(TradeRepository trades) {
        this.trades = trades;
    }

    @GetMapping("/trades")
    List<Trade> byName(@RequestParam String name) {
        return trades.findByName(name);
    }
}
