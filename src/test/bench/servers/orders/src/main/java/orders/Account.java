package orders;

import jakarta.persistence.Entity;

@Entity
public class Account extends Named {}
